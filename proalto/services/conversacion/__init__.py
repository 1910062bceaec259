"""Who speaks with a customer, what is understood without a model, and how a conversation is read afterwards."""
