"""What ProAlto does: plain functions and frozen dataclasses; no HTTP, no SQL text, no prose, no clock."""
