"""Measurements beside other libraries, in the same run on the same machine."""
