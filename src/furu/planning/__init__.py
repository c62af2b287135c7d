"""What must run, and in which order."""
