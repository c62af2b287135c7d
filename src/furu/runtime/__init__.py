"""Get me the value: load it, wait for it, or compute it, once."""
