"""System: accounts, rights, and what the house-wide roles may do everywhere."""

from __future__ import annotations

from logistics.verbs.kinds import (
    ALL_ACTIONS,
    AREAS,
    READ,
    READ_EXPORT,
    ROLES,
    Grant,
    Verb,
    areas,
    tables,
    verbs,
)
from logistics.wording import _

WITHOUT_STAFF = ("auditor", "committee_leader")
"""Roles of people who are no staff members of the centre."""

VERBS: dict[str, Verb] = {
    "propose_rights": Verb("system", _("Propose rights and roles")),
    "confirm_rights": Verb("system", _("Confirm rights and roles")),
    "manage_accounts": Verb("system", _("Reset passwords and end sessions")),
    "save_views": Verb("system", _("Save views of lists")),
    "share_views": Verb("system", _("Share views of lists with a role")),
    "cancel_jobs": Verb("system", _("Cancel background jobs")),
}

REPORTS = ("job", "job_entry", "data_import", "data_import_row")

GRANTS: list[Grant] = [
    *areas("sysadmin", ALL_ACTIONS, *AREAS),
    *verbs("sysadmin", "propose_rights", "manage_accounts", "cancel_jobs"),
    *verbs("director", "confirm_rights"),
    *areas("auditor", READ_EXPORT, *AREAS),
    *areas("discipline", READ, *AREAS),
    *areas("director", READ_EXPORT, *(area for area in AREAS if area != "system")),
    *areas("deputy_director", READ_EXPORT, *(area for area in AREAS if area != "system")),
    *areas("committee_leader", READ, *(area for area in AREAS if area != "system")),
    *tables("staff", READ, "notice", scope="own"),
    *tables("staff", ("read", "edit", "delete"), "saved_view", scope="own"),
    *verbs("staff", "save_views", scope="own"),
    *[
        grant
        for role in WITHOUT_STAFF
        for grant in (
            *tables(role, ("edit", "delete"), "saved_view", scope="own"),
            *verbs(role, "save_views", scope="own"),
        )
    ],
    *verbs("sysadmin", "save_views", scope="own"),
    *verbs("sysadmin", "share_views"),
    *[
        grant
        for role in ROLES
        if role not in (*WITHOUT_STAFF, "staff", "acceptor", "guard", "discipline", "sysadmin")
        for grant in verbs(role, "share_views", scope="own")
    ],
    # Whoever acts on many rows reads what became of them.
    *tables("staff", READ, *REPORTS, scope="own"),
    *tables("committee_leader", READ, *REPORTS, scope="own"),
    *verbs("staff", "cancel_jobs", scope="own"),
    *verbs("committee_leader", "cancel_jobs", scope="own"),
]
