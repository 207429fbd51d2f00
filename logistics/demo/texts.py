"""Reads what the people of the demonstration write and say: ``data/<name>.toml``."""

from __future__ import annotations

import tomllib
from typing import Any

from logistics.demo.reading import DATA


def read_texts(name: str) -> dict[str, Any]:
    """The tables of ``data/<name>.toml`` by name."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
