"""Rows for tests: ``make_x(**overrides)``, one module per area, sensible defaults throughout."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

_numbers = itertools.count(1)


def serial() -> int:
    """A number not given before in this process; keeps codes and names apart."""
    return next(_numbers)


@contextmanager
def numbers_of_templates() -> Iterator[None]:
    """Numbers that no process that copies the template comes to by itself."""
    global _numbers
    kept, _numbers = _numbers, itertools.count(900_001)
    try:
        yield
    finally:
        _numbers = kept
