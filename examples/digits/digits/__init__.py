"""Handwritten digits, classified: a small machine-learning project written with furu.

``data`` → ``features`` → ``train`` → ``evaluate`` → ``report`` are the steps; ``space`` lists what is worth
computing and ``sweep`` computes it. ``images``, ``metrics``, ``models`` and ``plots`` know nothing of furu.
"""
