"""Words that people read, kept as message ids until a face translates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Translate = Callable[[str], str]
Show = Callable[[Any], str]


class Words(str):
    """A message id together with the parameters that fill it.

    As a string it is the bare id, so that gettext finds it; ``filled`` gives the finished sentence.
    """

    __slots__ = ("params",)
    params: Mapping[str, Any]

    def __new__(cls, message: str, params: Mapping[str, Any] | None = None) -> Words:
        words = super().__new__(cls, message)
        words.params = dict(params or {})
        return words

    def filled(self, translate: Translate = str, show: Show = str) -> str:
        """The sentence in one language: ``translate`` turns an id, ``show`` writes a value."""
        message = translate(str(self))
        if not self.params:
            return message
        return message % {
            name: value.filled(translate, show) if isinstance(value, Words) else show(value)
            for name, value in self.params.items()
        }

    def __reduce__(self) -> tuple[type[Words], tuple[str, dict[str, Any]]]:
        return Words, (str(self), dict(self.params))

    def __deepcopy__(self, memo: dict[int, Any]) -> Words:
        return self


def _(message: str, /, **params: Any) -> Words:
    """Mark ``message`` for translation; ``%(name)s`` in it is filled from ``params``."""
    return Words(message, params)
