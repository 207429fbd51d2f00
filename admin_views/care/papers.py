"""Acts of care on paper: the year's register, and what a talk was about."""

from __future__ import annotations

from admin_views.ledgers import ledger, whole_year
from admin_views.papers import paper
from logistics.wording import _
from models import CareEvent

TALK = "talk"

CARE_PRINTS = (
    ledger(
        "register",
        _("Register of acts of care"),
        ("held_on", "staff", "staff.unit", "kind", "gift", "amount", "visitor"),
        day="held_on",
        span=whole_year,
        where=lambda: CareEvent.kind != TALK,
        totals=("amount",),
        signs=(_("Drawn up by"), _("Director")),
        when=lambda row: row.kind != TALK,
    ),
    paper(
        "talk",
        _("Record of a talk heart to heart"),
        ("staff", "staff.unit", "staff.employment", "held_on", "visitor", "private_note"),
        signs=((_("Talked with by"), "visitor"), (_("The person"), "staff"), _("Date")),
        when=lambda row: row.kind == TALK,
    ),
)
