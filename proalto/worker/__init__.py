"""procrastinate's tasks: turns, sending, receipts, and the sweep that remembers what a crash forgot."""
