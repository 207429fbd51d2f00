"""Reads of the assessment that more than one place needs."""
