"""The same faults against stock Rasa: what it loses, says twice, forgets or leaves without a word."""
