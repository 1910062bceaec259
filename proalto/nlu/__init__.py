"""Rasa's side of understanding: our intent classifier, and the policy that goes back to an interrupted form."""
