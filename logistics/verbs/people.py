"""People: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, Grant, Verb, areas, tables

VERBS: dict[str, Verb] = {}

GRANTS: list[Grant] = [
    *tables("staff", READ, "staff", "post", "staff_post"),
    *tables("staff", READ, "staff_leave", "room_allocation", scope="own"),
    *areas("unit_head", READ, "people", scope="own_unit"),
]
