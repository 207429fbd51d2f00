"""Budget: lines, the four movements of money on them, and adjustments."""

from logistics.operations.money.adjustments import (
    approve_adjustments,
    cancel_adjustments,
    submit_adjustments,
)
from logistics.operations.money.balances import (
    Posting,
    commit_budget,
    held_by,
    lock_lines,
    over_budget,
    post_entries,
    release_budget,
    reserve_budget,
    spend_budget,
)
from logistics.operations.money.lines import approve_budget_lines

__all__ = [
    "Posting",
    "approve_adjustments",
    "approve_budget_lines",
    "cancel_adjustments",
    "commit_budget",
    "held_by",
    "lock_lines",
    "over_budget",
    "post_entries",
    "release_budget",
    "reserve_budget",
    "spend_budget",
    "submit_adjustments",
]
