"""Who made a result: git, environment, logs."""
