"""Outside doors other than WhatsApp: SMS, encryption, antivirus, and the child that looks into files."""
