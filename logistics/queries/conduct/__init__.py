"""Reads of post checks: whom the lot may meet, where people are, what the checks have shown."""
