"""值班日志 and 调班申请单 on paper."""

from __future__ import annotations

from admin_views.ledgers import ledger, whole_day
from admin_views.papers import paper
from logistics.wording import _

LOG_PRINTS = (
    ledger(
        "day",
        _("Duty log of the day"),
        ("noted_at", "kind", "content", "handled", "reported_to", "author"),
        day="noted_at",
        span=whole_day,
        same=("site",),
        signs=(_("Duty officer"), _("Duty leader")),
    ),
)
SWAP_PRINTS = (
    paper(
        "form",
        _("Request for a swap of shifts"),
        (
            *("from_assignment", "from_assignment.staff", "to_assignment", "to_staff", "reason"),
            *("is_urgent", "accepted_at", "decision_note", "status"),
        ),
        signs=(
            (_("Asked for by"), "from_assignment.staff"),
            (_("Taken over by"), "to_staff"),
            (_("Approved by"), "decided_by"),
        ),
    ),
)
