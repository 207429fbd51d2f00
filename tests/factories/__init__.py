"""Rows for tests: ``make_x(**overrides)``, one module per area, sensible defaults throughout."""

import datetime as dt
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from logistics.database import office_zone

_numbers = itertools.count(1)


def serial() -> int:
    """A number not given before in this process; keeps codes and names apart."""
    return next(_numbers)


@contextmanager
def numbers_of_templates() -> Iterator[None]:
    """Numbers that no process that copies the template comes to by itself."""
    global _numbers
    kept, _numbers = _numbers, itertools.count(100_001)
    try:
        yield
    finally:
        _numbers = kept


def stop_clock(patch: pytest.MonkeyPatch, moment: str) -> None:
    """Stop the office's clock at a moment in the office's zone: ``"2026-06-12 14:40"``."""
    seconds = dt.datetime.fromisoformat(moment).replace(tzinfo=office_zone()).timestamp()
    patch.setattr("logistics.database.time", SimpleNamespace(time=lambda: seconds))
