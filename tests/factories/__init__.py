"""Rows for tests: ``make_x(**overrides)``, one module per area, sensible defaults throughout."""

import itertools

_numbers = itertools.count(1)


def serial() -> int:
    """A number not given before in this process; keeps codes and names apart."""
    return next(_numbers)
