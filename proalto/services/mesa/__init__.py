"""Who works at the desk and what they see of a customer: doors, accounts, teams, shifts, cards, and the ledger."""
