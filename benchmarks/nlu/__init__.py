"""`make nlu`: what the model understands of phrases that it never saw, and how other pipelines would do."""
