"""Reports: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ_EXPORT, WRITE, Grant, Verb, areas, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "compile_reports": Verb("reporting", _("Count the facts of a report and draft its sections")),
    "submit_reports": Verb("reporting", _("Submit reports")),
    "return_reports": Verb("reporting", _("Return reports")),
    "approve_reports": Verb("reporting", _("Approve reports")),
    "publish_reports": Verb("reporting", _("Publish reports")),
    "read_reports": Verb("reporting", _("Read published reports")),
}

GRANTS: list[Grant] = [
    *verbs("staff", "read_reports"),
    *verbs("committee_leader", "read_reports", "approve_reports", "publish_reports"),
    *verbs("committee_leader", "return_reports"),
    *areas("finance", READ_EXPORT, "reporting"),
    *areas("assessor", (*READ_EXPORT, *WRITE), "reporting"),
    *verbs("assessor", "compile_reports", "submit_reports"),
    *areas("unit_head", READ_EXPORT, "reporting"),
    *verbs("deputy_director", "approve_reports", "return_reports"),
    *verbs("director", "publish_reports", "return_reports"),
]
