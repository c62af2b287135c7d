"""What people do to artifacts after they were made: labels, collections, saved views."""
