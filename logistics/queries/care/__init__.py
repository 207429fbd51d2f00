"""Suggestions, care and surveys: what is counted from them."""
