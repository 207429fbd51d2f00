"""People: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "submit_leaves": Verb("people", _("Ask for leave")),
    "approve_leaves": Verb("people", _("Approve leave")),
    "cancel_leaves": Verb("people", _("Give leave up")),
    "end_leaves": Verb("people", _("Report back from leave")),
}
OWN_STEPS = ("submit_leaves", "cancel_leaves", "end_leaves")
DECIDERS = ("deputy_director", "director", "committee_leader")

GRANTS: list[Grant] = [
    *tables("staff", READ, "staff", "post", "staff_post"),
    *tables("staff", READ, "room_allocation", scope="own"),
    *tables("staff", (*READ, *WRITE), "staff_leave", scope="own"),
    *verbs("staff", *OWN_STEPS, scope="own"),
    *areas("unit_head", READ, "people", scope="own_unit"),
    *tables("unit_head", (*READ_EXPORT, *WRITE), "staff_leave", scope="own_unit"),
    *verbs("unit_head", *OWN_STEPS, "approve_leaves", scope="own_unit"),
    *tables("roster_officer", READ_EXPORT, "staff_leave"),
    *(grant for role in DECIDERS for grant in verbs(role, "approve_leaves")),
]
