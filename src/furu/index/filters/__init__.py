"""The query language: one grammar for Python, the terminal, the API, the address of a page and the table."""
