"""Reads of the register of rules."""
