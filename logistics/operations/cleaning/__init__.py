"""Cleaning: the rounds of each day, and inspections."""
