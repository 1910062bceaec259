"""Meta's dialect: webhooks in, Graph API out. No other room knows the shape of either."""
