"""What exists: advisory rows about every artifact, derived from the disk and disposable at any time."""
