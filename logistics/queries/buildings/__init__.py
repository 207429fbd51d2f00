"""Reads over buildings: works, repairs and leases."""
