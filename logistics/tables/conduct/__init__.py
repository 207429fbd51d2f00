"""Post checks: rounds and their results, findings and what became of them, bulletins."""

from logistics.tables.conduct.bulletins import Bulletin, BulletinAck, BulletinAudience
from logistics.tables.conduct.findings import Finding, FindingAction
from logistics.tables.conduct.rounds import CheckResult, CheckRound

__all__ = [
    "Bulletin",
    "BulletinAck",
    "BulletinAudience",
    "CheckResult",
    "CheckRound",
    "Finding",
    "FindingAction",
]
