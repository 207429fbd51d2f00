"""Reads of learning: who is called, who was there, hours and coverage."""
