"""How a value returned by ``_create`` is saved and loaded when its class has no ``_load``."""
