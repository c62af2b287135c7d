"""The dashboard server: what it answers, whom it admits, and how it ends."""
