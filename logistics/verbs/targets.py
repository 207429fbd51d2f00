"""Targets: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "publish_targets": Verb("targets", _("Publish targets")),
    "report_targets": Verb("targets", _("Report on targets")),
    "confirm_targets": Verb("targets", _("Confirm targets as reached")),
    "return_targets": Verb("targets", _("Return targets reported as reached")),
    "amend_targets": Verb("targets", _("Amend published targets")),
    "withdraw_targets": Verb("targets", _("Withdraw targets")),
    "issue_supervision": Verb("targets", _("Issue matters under supervision")),
    "accept_supervision": Verb("targets", _("Take on matters under supervision")),
    "report_supervision": Verb("targets", _("Report on matters under supervision")),
    "finish_supervision": Verb("targets", _("Report a matter as done")),
    "press_supervision": Verb("targets", _("Press for overdue matters")),
    "close_supervision": Verb("targets", _("Strike matters off")),
    "return_supervision": Verb("targets", _("Return matters reported as done")),
    "withdraw_supervision": Verb("targets", _("Withdraw matters under supervision")),
    "propose_rewards": Verb("targets", _("Propose rewards and penalties")),
    "state_on_rewards": Verb("targets", _("State on a penalty of one's own")),
    "review_rewards": Verb("targets", _("Look into rewards and penalties")),
    "decide_rewards": Verb("targets", _("Decide on rewards and penalties")),
    "reject_rewards": Verb("targets", _("Not agree to rewards and penalties")),
    "enter_discipline": Verb("targets", _("Enter acts of the competent authority")),
    "revoke_rewards": Verb("targets", _("Revoke rewards and penalties")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "target", "target_progress"),
    *tables("staff", READ, "supervision_item", "supervision_report", scope="own"),
    *tables("staff", READ, "reward_penalty", scope="own"),
    *verbs("staff", "report_targets", "accept_supervision", "report_supervision", scope="own"),
    *verbs("staff", "finish_supervision", "state_on_rewards", scope="own"),
    *areas("unit_head", READ_EXPORT, "targets", scope="own_unit"),
    *tables("unit_head", ("read", "export", *WRITE), "target", scope="own_unit"),
    *tables("unit_head", ("read", "export", *WRITE), "reward_penalty", scope="own_unit"),
    *verbs("unit_head", "propose_rewards", scope="own_unit"),
    *areas("assessor", (*READ_EXPORT, *WRITE), "targets"),
    *verbs("assessor", "propose_rewards", "press_supervision"),
    *tables("deputy_director", WRITE, "target", "supervision_item", "reward_penalty"),
    *verbs("deputy_director", "issue_supervision", "press_supervision", "close_supervision"),
    *verbs("deputy_director", "return_supervision", "withdraw_supervision", "review_rewards"),
    *verbs("deputy_director", "confirm_targets", "return_targets", "propose_rewards"),
    *verbs("deputy_director", "reject_rewards"),
    *tables("director", WRITE, "target", "supervision_item", "reward_penalty"),
    *verbs("director", "publish_targets", "confirm_targets", "return_targets", "amend_targets"),
    *verbs("director", "withdraw_targets", "issue_supervision", "press_supervision"),
    *verbs("director", "close_supervision", "return_supervision", "withdraw_supervision"),
    *verbs("director", "decide_rewards", "reject_rewards", "revoke_rewards"),
    *verbs("committee_leader", "issue_supervision", "press_supervision", "close_supervision"),
    *verbs("committee_leader", "return_supervision", "withdraw_supervision"),
    *tables("committee_leader", WRITE, "supervision_item"),
    *tables("discipline", WRITE, "reward_penalty"),
    *verbs("discipline", "enter_discipline", "press_supervision"),
]
