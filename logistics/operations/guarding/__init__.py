"""Guarding: shifts and handovers, patrols, visitors, parking, fire inspections, incidents."""
