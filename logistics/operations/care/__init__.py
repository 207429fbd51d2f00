"""Suggestions and surveys: their steps."""
