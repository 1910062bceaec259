"""ProAlto's WhatsApp assistant: everything that is not Rasa's own and not the action server."""
