"""Energy: the arithmetic, what was used, and how that compares with the quota."""
