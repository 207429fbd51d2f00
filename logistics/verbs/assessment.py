"""Assessment: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import ALL_ACTIONS, READ, READ_EXPORT, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "copy_schemes": Verb("assessment", _("Draft a new version of a scheme")),
    "publish_schemes": Verb("assessment", _("Publish schemes")),
    "open_cycles": Verb("assessment", _("Open cycles")),
    "set_standings": Verb("assessment", _("Set who is graded")),
    "propose_events": Verb("assessment", _("Propose events from the records")),
    "record_events": Verb("assessment", _("Record events by hand")),
    "confirm_events": Verb("assessment", _("Confirm events")),
    "void_events": Verb("assessment", _("Void events")),
    "dispute_events": Verb("assessment", _("Dispute an event")),
    "close_cycles": Verb("assessment", _("Close the collection of events")),
    "rate_staff": Verb("assessment", _("Rate staff")),
    "close_ratings": Verb("assessment", _("Close the ratings")),
    "score_cycles": Verb("assessment", _("Score cycles")),
    "review_results": Verb("assessment", _("Review results")),
    "return_results": Verb("assessment", _("Return results")),
    "decide_grades": Verb("assessment", _("Decide on grades")),
    "publicise_results": Verb("assessment", _("Publicise who is to be excellent")),
    "notify_results": Verb("assessment", _("Notify people of their results")),
    "lodge_objections": Verb("assessment", _("Object to a result")),
    "appeal_objections": Verb("assessment", _("Appeal against an answer")),
    "answer_objections": Verb("assessment", _("Answer objections")),
    "finish_cycles": Verb("assessment", _("Make results final")),
    "draft_bonuses": Verb("assessment", _("Draft the bonus of a cycle")),
    "share_bonuses": Verb("assessment", _("Share out the bonus pool")),
    "pay_bonuses": Verb("assessment", _("Record the bonus as paid")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "assessment_scheme", "assessment_dimension", "assessment_item"),
    *tables("staff", READ, "assessment_clause", "assessment_cycle", "cycle_scheme", "publicity"),
    *tables("staff", READ, "assessment_participant", "assessment_event", "score", scope="own"),
    *tables("staff", READ, "assessment_result", "grade_decision", "objection", scope="own"),
    *tables("staff", READ, "bonus_line", scope="own"),
    *verbs("staff", "dispute_events", "lodge_objections", "appeal_objections", scope="own"),
    *verbs("staff", "rate_staff"),
    *tables("unit_head", READ, "assessment_participant", "assessment_event", scope="own_unit"),
    *tables("unit_head", READ, "assessment_result", "score", scope="own_unit"),
    *verbs("unit_head", "record_events", "confirm_events", "void_events", scope="own_unit"),
    *tables("finance", READ_EXPORT, "bonus_run", "bonus_line"),
    *verbs("finance", "pay_bonuses"),
    *areas("assessor", ALL_ACTIONS, "assessment"),
    *verbs("assessor", "copy_schemes", "open_cycles", "set_standings", "propose_events"),
    *verbs("assessor", "record_events", "close_cycles", "close_ratings", "score_cycles"),
    *verbs("assessor", "publicise_results", "notify_results", "draft_bonuses"),
    *verbs("deputy_director", "publish_schemes", "confirm_events", "void_events"),
    *verbs("deputy_director", "review_results", "return_results", "answer_objections"),
    *verbs("director", "publish_schemes", "confirm_events", "void_events", "decide_grades"),
    *verbs("director", "answer_objections", "finish_cycles", "share_bonuses"),
    *verbs("committee_leader", "rate_staff", "decide_grades", "answer_objections"),
    *verbs("discipline", "answer_objections"),
]
