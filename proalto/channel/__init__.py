"""Rasa's side of a turn: one message in, its replies out, the conversation kept in PostgreSQL."""
