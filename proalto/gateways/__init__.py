"""Outside doors other than WhatsApp: SMS and encryption. Each has one small module and an in-memory twin."""
