"""Targets, supervision, rewards and penalties: their steps."""
