"""Experiments as config objects: found by a query, or picked by hand."""
