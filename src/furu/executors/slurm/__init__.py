"""Tasks as jobs of a Slurm cluster, through submitit."""
