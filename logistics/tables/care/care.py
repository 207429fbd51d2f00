"""Acts of care (人文关怀): visits, congratulations, help in hardship, talks."""

from __future__ import annotations

from logistics.database import Choice, Day, LongText, Money, Reference, Scope, Text, local_today
from logistics.tables.base import BaseModel
from logistics.tables.people import Staff
from logistics.wording import _


class CareEvent(BaseModel):
    """A visit, a congratulation, help or a talk: whom it was for, when and by whom (R89).

    What was said stays private: it enters the audit as a digest only and is read by those who care.
    """

    LABEL = _("Act of care")
    LABEL_MANY = _("Acts of care")
    TITLE = "staff"
    LIST = ("held_on", "kind", "staff", "visitor", "gift", "amount")
    SEARCH = ("staff.name", "visitor.name", "gift")
    SORT = "-held_on,-id"
    FORM = (
        (_("Act of care"), ("kind", "staff", "held_on", "visitor")),
        (_("Help given"), ("gift", "amount")),
        (_("For those who care only"), ("private_note",)),
    )
    PERSONAL = ("private_note",)
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="visitor")
    INDEXES = (("staff", "held_on"), ("kind", "held_on"))

    staff = Reference(Staff, _("Person cared for"))
    kind = Choice(
        _("Kind"),
        {
            "hospital": _("Stay in hospital"),
            "birth": _("Birth"),
            "wedding": _("Wedding"),
            "bereavement": _("Bereavement"),
            "hardship": _("Hardship"),
            "birthday": _("Birthday"),
            "talk": _("Talk heart to heart"),
            "checkup": _("Health check-up"),
        },
    )
    held_on = Day(_("Day"), default=local_today)
    visitor = Reference(Staff, _("By whom"))
    gift = Text(_("Gift or help"), max_length=120, default="")
    amount = Money(_("Amount"), null=True, minimum=0)
    private_note = LongText(
        _("Private note"), default="", help=_("What it was about. Kept out of lists and history.")
    )

    def __str__(self) -> str:
        return f"{self.staff} · {self.held_on:%Y-%m-%d}"
