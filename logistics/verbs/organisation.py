"""Organisation: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, Grant, Verb, areas

VERBS: dict[str, Verb] = {}

GRANTS: list[Grant] = [
    *areas("staff", READ, "organisation"),
]
