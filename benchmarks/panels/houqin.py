"""Houqin as ``serve.py`` serves it."""

from __future__ import annotations

from app import create_app
from serve import settle

app = create_app()
settle()
