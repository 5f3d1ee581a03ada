"""Records: the event log and what follows from it."""
