"""What a customer asks of their crédito: balance, paz y salvo, renewal, applications and their documents."""
