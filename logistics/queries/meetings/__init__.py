"""Meetings: which room is free when, and how many meetings were held."""
