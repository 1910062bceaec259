"""What keeps the house running: parameters, texts, keys, wake-up calls, and being down. It needs no other room."""
