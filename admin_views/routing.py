"""Addresses of a house with hundreds of tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule


class LateRule(Rule):
    """A rule that compiles the function that builds its address when one is first built.

    Werkzeug compiles two of them for each of the three thousand rules at start, which took half of
    the start's time; a process builds addresses of a few dozen rules.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        build: Callable[..., tuple[str, str]] | None = None

        def late(rule: Rule, **values: Any) -> tuple[str, str]:
            nonlocal build
            if build is None:
                build = super(LateRule, self)._compile_builder(append_unknown)
            return build(rule, **values)

        return late
