"""The bonus of a cycle: shared out, paid, and its printed list (績效獎金發放表)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import StringField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.assessment import pay_bonuses, share_bonuses
from logistics.permissions import Actor
from logistics.tables.assessment.choices import GRADES
from logistics.wording import Words, _
from models import BonusLine, Staff


def share_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many share how much."""
    return [
        _(
            "%(pool)s yuan are shared by %(people)s people: base × coefficient × unit factor × "
            "months, to the fen; the amounts make the pool exactly.",
            pool=row.pool,
            people=BonusLine.select().where(BonusLine.bonus_run == row.id).count(),
        )
        for row in rows
    ]


class BonusRunView(TableView):
    """A bonus run prints the list on which everybody signs."""

    verbs = (
        Verb(
            share_bonuses,
            _("Share out"),
            icon="pie-chart",
            states=("draft",),
            effects=share_effects,
            primary=True,
        ),
        Verb(
            pay_bonuses,
            _("Record payment"),
            icon="cash-stack",
            states=("shared",),
            fields={"voucher_no": StringField(_("Voucher number"))},
            primary=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the bonus list")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        lines = list(
            BonusLine.select(BonusLine, Staff)
            .join(Staff)
            .where(BonusLine.bonus_run == row.id)
            .order_by(Staff.staff_no)
        )
        return self.render(
            "assessment/print_bonus.html",
            row=row,
            lines=lines,
            grades=GRADES,
            total=sum((line.amount for line in lines), Decimal()),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
