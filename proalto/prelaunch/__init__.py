"""What must be true before the first customer: `python -m proalto.prelaunch` says what is not, and how to mend it."""
