"""Approvals: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

DECIDERS = ("keeper", "finance", "buyer", "deputy_director", "director", "committee_leader")

VERBS: dict[str, Verb] = {
    "add_signers": Verb("approvals", _("Ask for a further signature")),
    "confirm_delegations": Verb("approvals", _("Confirm delegations")),
    "end_delegations": Verb("approvals", _("End delegations")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "approval_rule", "approval_step", "incompatible_duty"),
    *tables("staff", READ, "approval_task", "approval_decision", scope="own"),
    *tables("staff", (*READ, *WRITE), "delegation", scope="own"),
    *verbs("staff", "confirm_delegations", "end_delegations", scope="own"),
    *tables("committee_leader", WRITE, "delegation", scope="own"),
    *verbs("committee_leader", "confirm_delegations", "end_delegations", scope="own"),
    *tables("unit_head", READ, "approval_task", "approval_decision", scope="own_unit"),
    *verbs("unit_head", "add_signers", scope="own_unit"),
    *(grant for role in DECIDERS for grant in verbs(role, "add_signers")),
    *areas("finance", READ, "approvals"),
    *areas("buyer", READ, "approvals"),
    *areas("keeper", READ, "approvals"),
]
