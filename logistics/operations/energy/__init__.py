"""Energy: readings, quotas and their notes, measures."""
