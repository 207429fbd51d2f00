"""Guarding: who keeps which post, coverage, visitors, parking before and after the marking."""
