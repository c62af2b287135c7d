"""The local backend on real processes."""
