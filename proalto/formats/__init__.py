"""Pure readers and writers of what people type and read: no I/O, no clock, and no exception on any text."""
