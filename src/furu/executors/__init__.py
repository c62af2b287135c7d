"""Who runs it: one driver loop for every backend."""
