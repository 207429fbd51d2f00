"""Coverage is asked of the operations; what peewee does below them need not be watched.

On Python 3.11 every call and line that runs under a tracer costs, in whatever file: half the time
of the operations' tests went into tracing peewee putting statements together. Nothing that is
measured runs inside these calls.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import peewee

UNWATCHED = (
    (peewee.Database, "execute"),
    (peewee.Database, "execute_sql"),
    (peewee.CursorWrapper, "fill_cache"),
    (peewee.Model, "__init__"),
)


def leave_peewee_unwatched() -> None:
    """Called once by each process that runs tests."""
    for owner, name in UNWATCHED:
        setattr(owner, name, unwatched(getattr(owner, name)))


def unwatched(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function`` without the tracer, which is put back by the very frame that took it away:
    otherwise it misses returns and loses count of the frames it is in."""

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        tracer = sys.gettrace()
        if tracer is None:
            return function(*arguments, **options)
        sys.settrace(None)
        try:
            return function(*arguments, **options)
        finally:
            sys.settrace(tracer)

    return call
