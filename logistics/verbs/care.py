"""Staff care: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "make_suggestions": Verb("care", _("Make a suggestion")),
    "review_suggestions": Verb("care", _("Have suggestions looked into")),
    "answer_suggestions": Verb("care", _("Answer suggestions")),
    "implement_suggestions": Verb("care", _("Enter suggestions as carried out")),
    "open_surveys": Verb("care", _("Open surveys")),
    "answer_surveys": Verb("care", _("Answer surveys")),
    "enter_survey_papers": Verb("care", _("Enter paper sheets of a survey")),
    "close_surveys": Verb("care", _("End surveys")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "suggestion", scope="own"),
    *tables("staff", READ, "survey", "survey_question"),
    *verbs("staff", "make_suggestions", "answer_surveys"),
    *tables("unit_head", READ, "suggestion", scope="own_unit"),
    *tables("unit_head", (*READ_EXPORT, *WRITE), "care_event", scope="own_unit"),
    *verbs("unit_head", "implement_suggestions", scope="own_unit"),
    *areas("assessor", (*READ_EXPORT, *WRITE), "care"),
    *verbs("assessor", "review_suggestions", "implement_suggestions", "open_surveys"),
    *verbs("assessor", "enter_survey_papers", "close_surveys"),
    *verbs("meeting_officer", "enter_survey_papers"),
    *tables("deputy_director", WRITE, "care_event"),
    *verbs("deputy_director", "review_suggestions", "answer_suggestions"),
    *tables("director", WRITE, "care_event"),
    *verbs("director", "answer_suggestions"),
    *verbs("committee_leader", "make_suggestions", "answer_surveys"),
    # What was talked about stays with those who care: inspectors and auditors do not read it.
    *tables("discipline", READ, "care_event", scope="none"),
    *tables("auditor", READ_EXPORT, "care_event", scope="none"),
]
