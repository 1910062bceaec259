"""Who writes and who they prove to be: contacts, codes, sessions, their limits, and signs of other hands."""
