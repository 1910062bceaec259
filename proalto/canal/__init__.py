"""The public Flask application: Meta's webhook and the health page."""
