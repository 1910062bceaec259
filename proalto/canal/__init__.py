"""The public Flask application: Meta's webhook, the page that verifies certificates, and the health page."""
