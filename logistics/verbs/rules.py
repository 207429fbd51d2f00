"""Rules: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "draft_rule_versions": Verb("rules", _("Draft versions of rules")),
    "consult_rule_versions": Verb("rules", _("Ask for comments on rules")),
    "comment_rule_versions": Verb("rules", _("Comment on rules")),
    "return_rule_versions": Verb("rules", _("Return versions of rules")),
    "enact_rule_versions": Verb("rules", _("Put rules into force")),
    "review_rule_versions": Verb("rules", _("Review rules")),
    "repeal_rule_versions": Verb("rules", _("Repeal rules")),
    "acknowledge_rule_versions": Verb("rules", _("Acknowledge rules")),
    "remind_rule_readers": Verb("rules", _("Remind of rules to be read")),
    "submit_rule_deviations": Verb("rules", _("Report deviations from rules")),
    "approve_rule_deviations": Verb("rules", _("Approve deviations from rules")),
    "return_rule_deviations": Verb("rules", _("Return deviations from rules")),
    "reject_rule_deviations": Verb("rules", _("Reject deviations from rules")),
}
PROPOSING = (
    "unit_head",
    "dispatcher",
    "canteen_manager",
    "guard_captain",
    "meeting_officer",
    "cleaning_supervisor",
    "mail_clerk",
    "maintenance_officer",
    "keeper",
)
"""Who drafts the rules of the own unit (domain 2.28: line officers write, heads propose)."""

GRANTS: list[Grant] = [
    *areas("staff", READ, "rules"),
    *tables("staff", READ, "rule_acknowledgement", scope="own"),
    *tables("staff", (*READ, *WRITE), "rule_deviation", scope="own"),
    *verbs("staff", "comment_rule_versions", "acknowledge_rule_versions"),
    *verbs("staff", "submit_rule_deviations", scope="own"),
    *tables("unit_head", READ, "rule_acknowledgement", "rule_deviation", scope="own_unit"),
    *(
        grant
        for role in PROPOSING
        for grant in (
            *tables(role, WRITE, "rule", "rule_version", scope="own_unit"),
            *verbs(role, "draft_rule_versions", "consult_rule_versions", scope="own_unit"),
            *verbs(role, "remind_rule_readers", "review_rule_versions", scope="own_unit"),
        )
    ),
    *areas("assessor", (*READ, "export", "import", *WRITE), "rules"),
    *verbs("assessor", "draft_rule_versions", "consult_rule_versions", "remind_rule_readers"),
    *verbs("assessor", "review_rule_versions", "return_rule_versions"),
    *(
        grant
        for role in ("deputy_director", "director")
        for grant in verbs(
            role,
            "return_rule_versions",
            "enact_rule_versions",
            "repeal_rule_versions",
            "approve_rule_deviations",
            "return_rule_deviations",
            "reject_rule_deviations",
        )
    ),
]
