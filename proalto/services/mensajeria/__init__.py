"""Messages in and out: inbox, outbox, pace, limits, templates, files, the switch, and what did not arrive."""
