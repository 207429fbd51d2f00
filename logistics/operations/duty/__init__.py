"""Duty: drafting and publishing rosters, swaps, handovers, phone checks and calendar addresses."""
