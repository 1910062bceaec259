"""The checks, one module a topic. Each takes the project and yields what it finds."""
