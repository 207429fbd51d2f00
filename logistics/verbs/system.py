"""System: accounts, rights, and what the house-wide roles may do everywhere."""

from __future__ import annotations

from logistics.verbs.kinds import (
    ALL_ACTIONS,
    AREAS,
    READ,
    READ_EXPORT,
    Grant,
    Verb,
    areas,
    tables,
    verbs,
)
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "propose_rights": Verb("system", _("Propose rights and roles")),
    "confirm_rights": Verb("system", _("Confirm rights and roles")),
    "manage_accounts": Verb("system", _("Reset passwords and end sessions")),
}

GRANTS: list[Grant] = [
    *areas("sysadmin", ALL_ACTIONS, *AREAS),
    *verbs("sysadmin", "propose_rights", "manage_accounts"),
    *verbs("director", "confirm_rights"),
    *areas("auditor", READ_EXPORT, *AREAS),
    *areas("discipline", READ, *AREAS),
    *areas("director", READ_EXPORT, *(area for area in AREAS if area != "system")),
    *areas("deputy_director", READ_EXPORT, *(area for area in AREAS if area != "system")),
    *areas("committee_leader", READ, *(area for area in AREAS if area != "system")),
    *tables("staff", READ, "notice", scope="own"),
]
