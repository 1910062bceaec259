"""Every form, at every step, interrupted in every way: the whole conversation in one process."""
