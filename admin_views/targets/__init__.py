"""Targets and supervision: their verbs, the year's board with what is overdue, printed forms."""

from admin_views.targets.board import blueprint
from admin_views.targets.rewards import REWARD_FORM, REWARD_VERBS
from admin_views.targets.steps import TARGET_VERBS
from admin_views.targets.supervision import SupervisionItemView

BOARD_VERBS = ("report_targets", "publish_targets", "press_supervision", "propose_rewards")

__all__ = [
    "BOARD_VERBS",
    "REWARD_FORM",
    "REWARD_VERBS",
    "TARGET_VERBS",
    "SupervisionItemView",
    "blueprint",
]
