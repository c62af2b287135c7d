"""The web server: FastAPI over the index, without logic. Never imports, unpickles or evaluates user code."""
