"""The phones: what each one shows, and what its owner can do."""
