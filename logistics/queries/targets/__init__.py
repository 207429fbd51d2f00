"""Targets and supervision: what is overdue, how far a year has come."""
