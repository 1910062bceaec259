"""Starting everything with one command: environment, database, model, processes; and ending all of it."""
