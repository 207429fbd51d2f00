"""Learning: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "approve_learning_plans": Verb("learning", _("Approve learning plans")),
    "return_learning_plans": Verb("learning", _("Return learning plans")),
    "publish_learning_plans": Verb("learning", _("Publish learning plans")),
    "close_learning_plans": Verb("learning", _("Close learning plans")),
    "lay_out_sessions": Verb("learning", _("Lay out the sessions of a plan")),
    "call_sessions": Verb("learning", _("Call people to sessions")),
    "hold_sessions": Verb("learning", _("Enter who was at a session")),
    "cancel_sessions": Verb("learning", _("Cancel sessions")),
    "reflect_on_sessions": Verb("learning", _("Write what a session has brought")),
}
LINE_OFFICERS = (
    "dispatcher",
    "canteen_manager",
    "guard_captain",
    "meeting_officer",
    "cleaning_supervisor",
    "mail_clerk",
    "maintenance_officer",
    "keeper",
)
"""They train the people of their posts."""

GRANTS: list[Grant] = [
    *areas("staff", READ, "learning"),
    *tables("staff", READ, "training_attendance", scope="own"),
    *verbs("staff", "reflect_on_sessions"),
    *tables("unit_head", READ, "training_attendance", scope="own_unit"),
    *(
        grant
        for role in LINE_OFFICERS
        for grant in (
            *tables(role, WRITE, "training_session", scope="own_site"),
            *tables(role, READ_EXPORT, "training_attendance", scope="own_site"),
            *verbs(role, "call_sessions", "hold_sessions", "cancel_sessions", scope="own_site"),
        )
    ),
    *areas("assessor", (*READ, "export", "import", *WRITE), "learning"),
    *verbs("assessor", "lay_out_sessions", "call_sessions", "hold_sessions", "cancel_sessions"),
    *verbs("assessor", "close_learning_plans"),
    *verbs("deputy_director", "approve_learning_plans", "return_learning_plans"),
    *verbs("director", "publish_learning_plans", "return_learning_plans"),
]
