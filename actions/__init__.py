"""The action server: one thin file per topic. YAML routes, Python guards, services do."""
