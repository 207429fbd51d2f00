"""Conduct: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "plan_check_rounds": Verb("conduct", _("Draw the posts of a check")),
    "record_check_results": Verb("conduct", _("Enter check results")),
    "finish_check_rounds": Verb("conduct", _("Finish checking")),
    "explain_check_results": Verb("conduct", _("Explain a check result")),
    "confirm_check_rounds": Verb("conduct", _("Confirm check results")),
    "close_check_rounds": Verb("conduct", _("Close check rounds")),
    "analyse_findings": Verb("conduct", _("Analyse findings")),
    "finish_finding_actions": Verb("conduct", _("Report an action as done")),
    "rectify_findings": Verb("conduct", _("Report a finding as put right")),
    "return_findings": Verb("conduct", _("Return findings after a recheck")),
    "close_findings": Verb("conduct", _("Close findings after a recheck")),
    "draft_bulletins": Verb("conduct", _("Draft bulletins from check rounds")),
    "approve_bulletins": Verb("conduct", _("Approve bulletins")),
    "return_bulletins": Verb("conduct", _("Return bulletins")),
    "publish_bulletins": Verb("conduct", _("Publish bulletins")),
    "acknowledge_bulletins": Verb("conduct", _("Acknowledge bulletins")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "check_result", "finding", "finding_action", scope="own"),
    *verbs("staff", "explain_check_results", "finish_finding_actions", "rectify_findings"),
    *verbs("staff", "acknowledge_bulletins"),
    *verbs("committee_leader", "explain_check_results", "acknowledge_bulletins"),
    *tables("unit_head", READ, "check_result", "finding", "finding_action", scope="own_unit"),
    *verbs("unit_head", "analyse_findings", scope="own_unit"),
    *areas("discipline", ("export", *WRITE), "conduct"),
    *verbs("discipline", "plan_check_rounds", "record_check_results", "finish_check_rounds"),
    *verbs("discipline", "analyse_findings", "return_findings", "close_findings"),
    *verbs("discipline", "close_check_rounds", "draft_bulletins"),
    *verbs("deputy_director", "confirm_check_rounds", "analyse_findings"),
    *verbs("deputy_director", "approve_bulletins", "return_bulletins"),
    *verbs("director", "confirm_check_rounds", "return_bulletins", "publish_bulletins"),
]
