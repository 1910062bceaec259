"""What happened, counted: the event log, errands, indicators, and what customers say of us."""
