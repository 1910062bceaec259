"""The experiments of `docs/fiabilidad.md`, F-01 to F-16: each one a small function that breaks something under load."""
