"""Reads of the duty roster: who stands where and when, and what is wrong with a month."""
