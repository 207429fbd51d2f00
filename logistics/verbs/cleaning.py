"""Cleaning: its verbs, and who may do what at first."""

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
    "do_cleaning_tasks": Verb("cleaning", _("Do cleaning rounds")),
    "void_cleaning_tasks": Verb("cleaning", _("Void cleaning rounds")),
    "forgive_cleaning_tasks": Verb("cleaning", _("Forgive missed cleaning rounds")),
    "assign_cleaning_tasks": Verb("cleaning", _("Assign cleaning rounds")),
    "inspect_clean_areas": Verb("cleaning", _("Inspect cleaning areas")),
    "rectify_cleaning_inspections": Verb("cleaning", _("Report faults as put right")),
    "close_cleaning_inspections": Verb("cleaning", _("Close cleaning inspections")),
}
INSPECTING = ("inspect_clean_areas", "close_cleaning_inspections", "void_cleaning_tasks")

GRANTS: list[Grant] = [
    *tables("staff", READ, "clean_area", "clean_round"),
    *tables("staff", READ, "cleaning_task", "cleaning_inspection", scope="own"),
    *verbs("staff", "do_cleaning_tasks", "rectify_cleaning_inspections", scope="own"),
    *areas("cleaning_supervisor", (*READ_EXPORT, *WRITE), "cleaning"),
    *verbs("cleaning_supervisor", *VERBS),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(role, *INSPECTING, "forgive_cleaning_tasks")
    ),
    *verbs("discipline", *INSPECTING),
]
