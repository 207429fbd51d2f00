"""Reads of purchasing: offers, what may be ordered, the three-way match, the weekly run."""
