"""Reads of the service desk: the clock, what waits, what the figures say."""
