"""Rooms and meetings: asking, deciding, serving; receptions."""
