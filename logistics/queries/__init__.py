"""Reads that more than one place needs. Nothing here writes."""
