"""One graph type for objects, rows and classes."""
