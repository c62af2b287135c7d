"""The index: what it finds, what it answers, and what it survives."""
