"""The proof under faults: nothing is lost, nothing is said or done twice, nobody is left in silence."""
