"""The register of rules: rules, their versions, who has read them, what deviates from them."""

from logistics.tables.rules.practice import (
    RuleAcknowledgement,
    RuleComment,
    RuleDeviation,
    RuleLink,
)
from logistics.tables.rules.register import Rule, RuleVersion

__all__ = [
    "Rule",
    "RuleAcknowledgement",
    "RuleComment",
    "RuleDeviation",
    "RuleLink",
    "RuleVersion",
]
