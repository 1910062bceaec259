"""Cases: what a person must attend, in which order, by when, who gets it, and what is done with it."""
