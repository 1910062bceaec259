"""The whole product, driven only by signed webhooks and a double of Meta's Graph API."""
