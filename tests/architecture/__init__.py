"""The rules of the house that no checker knows, as tests."""
