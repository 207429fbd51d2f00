"""Post checks: the pages of a round, of findings, and the bulletins that everybody reads."""

from admin_views.conduct.bulletins import BulletinView, blueprint
from admin_views.conduct.findings import ACTION_VERBS, FINDING_VERBS, NOTICE
from admin_views.conduct.rounds import RECORD, RESULT_VERBS, ROUND_VERBS

BOARD_VERBS = ("acknowledge_bulletins",)

__all__ = [
    "ACTION_VERBS",
    "BOARD_VERBS",
    "NOTICE",
    "FINDING_VERBS",
    "RESULT_VERBS",
    "RECORD",
    "ROUND_VERBS",
    "BulletinView",
    "blueprint",
]
