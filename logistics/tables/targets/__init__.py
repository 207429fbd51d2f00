"""Targets and their progress, matters under supervision, rewards and penalties."""

from logistics.tables.targets.rewards import RewardPenalty
from logistics.tables.targets.supervision import SupervisionItem, SupervisionReport
from logistics.tables.targets.targets import Target, TargetProgress

__all__ = [
    "RewardPenalty",
    "SupervisionItem",
    "SupervisionReport",
    "Target",
    "TargetProgress",
]
