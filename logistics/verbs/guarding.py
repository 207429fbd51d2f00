"""Guarding: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import (
    READ,
    READ_EXPORT,
    WRITE,
    Grant,
    Verb,
    areas,
    tables,
    verbs,
)
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "plan_guard_shifts": Verb("guarding", _("Plan guard shifts")),
    "replace_guards": Verb("guarding", _("Replace guards")),
    "report_absent_guards": Verb("guarding", _("Report guards as absent")),
    "hand_over_guard_shifts": Verb("guarding", _("Hand over guard shifts")),
    "take_over_guard_shifts": Verb("guarding", _("Take over guard shifts")),
    "enter_guard_handovers": Verb("guarding", _("Enter guard handovers from the book")),
    "do_patrols": Verb("guarding", _("Do patrols")),
    "read_patrol_scans": Verb("guarding", _("Read patrol wands")),
    "forgive_patrols": Verb("guarding", _("Forgive missed patrols")),
    "sign_fire_checks": Verb("guarding", _("Sign fire inspections")),
    "close_fire_checks": Verb("guarding", _("Close fire inspections")),
    "register_visitors": Verb("guarding", _("Register visitors")),
    "admit_visitors": Verb("guarding", _("Admit visitors")),
    "refuse_visitors": Verb("guarding", _("Turn visitors away")),
    "check_out_visitors": Verb("guarding", _("Check out visitors")),
    "flag_overdue_visitors": Verb("guarding", _("Flag overdue visitors")),
    "purge_visitors": Verb("guarding", _("Delete old visitor data")),
    "notify_parking_violations": Verb("guarding", _("Give parking notices")),
    "handle_parking_violations": Verb("guarding", _("Deal with parking violations")),
    "report_incidents": Verb("guarding", _("Report incidents")),
    "close_incidents": Verb("guarding", _("Close incidents")),
}
AT_THE_GATE = (
    "register_visitors",
    "admit_visitors",
    "refuse_visitors",
    "check_out_visitors",
    "flag_overdue_visitors",
    "do_patrols",
    "notify_parking_violations",
    "handle_parking_violations",
    "report_incidents",
)

GRANTS: list[Grant] = [
    *tables("staff", READ, "guard_post", "parking_lane", "parking_space"),
    *tables("staff", (*READ, *WRITE), "visitor", "incident", scope="own"),
    *verbs("staff", "admit_visitors", "refuse_visitors", "report_incidents", scope="own"),
    *areas("guard", READ, "guarding", scope="own_site"),
    *tables(
        "guard",
        (*READ, *WRITE),
        "visitor",
        "parking_violation",
        "incident",
        scope="own_site",
    ),
    *verbs("guard", *AT_THE_GATE, scope="own_site"),
    *verbs("guard", "hand_over_guard_shifts", "take_over_guard_shifts"),
    *areas("guard_captain", (*READ_EXPORT, *WRITE), "guarding"),
    *verbs("guard_captain", *(name for name in VERBS if name != "sign_fire_checks")),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, "sign_fire_checks", "close_fire_checks", "close_incidents")
    ),
]
