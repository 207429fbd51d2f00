"""Words kept in a column: the message id with its parameters, to be told in any language later."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from logistics.wording import Words


def pack(words: Words) -> str:
    """The words as JSON; ``unpack`` gives them back."""
    return json.dumps(_packed(words), ensure_ascii=False)


def unpack(text: str) -> Words:
    """The words that ``pack`` was given; none for an empty text."""
    found = _unpacked(json.loads(text)) if text else Words("")
    return found if isinstance(found, Words) else Words(str(found))


def _packed(value: Any) -> Any:
    if isinstance(value, Words):
        return {"words": [str(value), {name: _packed(each) for name, each in value.params.items()}]}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, dt.datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    return value if isinstance(value, int | float) or value is None else str(value)


def _unpacked(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((kind, written),) = value.items()
    if kind == "words":
        message, params = written
        return Words(message, {name: _unpacked(each) for name, each in params.items()})
    readers: dict[str, Any] = {
        "number": Decimal,
        "instant": dt.datetime.fromisoformat,
        "day": dt.date.fromisoformat,
    }
    return readers[kind](written)
