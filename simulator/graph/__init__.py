"""Meta's Graph API as far as WhatsApp messages and media need it."""
