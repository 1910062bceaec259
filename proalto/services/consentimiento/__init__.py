"""What a customer authorized and how it is proved: the ledger, the published texts, and who is under 18."""
