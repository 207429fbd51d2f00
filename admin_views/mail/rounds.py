"""A delivery round: registering what came, handing it over, and its list (信件收发登记表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import request, url_for
from flask_admin import expose
from wtforms import StringField

from admin_views import current, words
from admin_views.entering import id_of
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_day, now
from logistics.operations.mail.delivering import deliver_rounds, finish_delivery_rounds
from logistics.operations.mail.registering import (
    Arrival,
    distribute_newspapers,
    register_mail,
)
from logistics.permissions import Actor
from logistics.queries.mail.papers import papers_sheet
from logistics.queries.mail.rounds import items_of_round, signers_of, units_served
from logistics.tables.mail import AT_HAND, KINDS
from logistics.wording import Words, _

ROWS = 8
TEXTS = ("kind", "tracking", "to_unit", "to_person", "from_org")


def register_page(_rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/mail/register.html shows: empty rows, or what was typed."""
    return {
        "kinds": list(KINDS.items()),
        "units": units_served(),
        "entries": [_typed(number) for number in range(ROWS)],
    }


def arrivals_of(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The rows in which something stands."""
    typed = [_typed(number) for number in range(ROWS)]
    return {
        "arrivals": [
            Arrival(
                kind=row["kind"] or "letter",
                to_unit_id=id_of(row["to_unit"]),
                to_person=row["to_person"],
                tracking=row["tracking"],
                from_org=row["from_org"],
                is_urgent=row["is_urgent"],
                is_damaged=row["is_damaged"],
            )
            for row in typed
            if any(row[name] for name in TEXTS if name != "kind")
        ]
    }


def to_registering(rows: Sequence[Any]) -> str:
    """Back to the page of registering, for the next items."""
    return url_for("delivery_round.verb", tail="register", id=rows[0].id)


def hand_over_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/mail/hand_over.html shows: what lies ready for each unit, and who may sign."""
    by_unit: dict[int, list[Any]] = {}
    for row in rows:
        for item in items_of_round(row.id):
            if item.status in AT_HAND:
                by_unit.setdefault(item.to_unit_id, []).append(item)
    signers = signers_of(by_unit)
    return {
        "piles": [
            {
                "unit": items[0].to_unit,
                "lines": items,
                "signers": signers.get(unit_id, []),
                "chosen": request.form.get(f"signer-{unit_id}", ""),
            }
            for unit_id, items in by_unit.items()
        ]
    }


def signatures_of(_form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """Who signs for which unit."""
    chosen = {
        id_of(name.removeprefix("signer-")): id_of(value)
        for name, value in request.form.items()
        if name.startswith("signer-")
    }
    return {"signatures": {unit: person for unit, person in chosen.items() if unit and person}}


def papers_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many copies of each title the subscriptions give each office area that day."""
    effects: list[Words] = []
    for row in rows:
        sheet = papers_sheet(row)
        told = "、".join(
            f"{title} {n}" for title, n in zip(sheet.titles, sheet.totals, strict=True)
        )
        if told:
            effects.append(_("%(round)s: %(papers)s", round=str(row), papers=told))
        else:
            effects.append(_("%(round)s: no paper appears for this area.", round=str(row)))
    return effects


def finish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How much of each round is still in the bag."""
    effects: list[Words] = []
    for row in rows:
        items = items_of_round(row.id)
        left = sum(item.status in ("received", *AT_HAND) for item in items)
        effects.append(
            _(
                "%(round)s: %(all)s items, of which %(left)s are not handed over yet.",
                round=str(row),
                all=len(items),
                left=left,
            )
        )
    return effects


def _typed(number: int) -> dict[str, Any]:
    sent = {name: request.form.get(f"{number}-{name}", "").strip() for name in TEXTS}
    ticks = {name: f"{number}-{name}" in request.form for name in ("is_urgent", "is_damaged")}
    return {**sent, **ticks}


class DeliveryRoundView(TableView):
    """A round registers, hands over, and prints its list with a column for signatures."""

    verbs = (
        Verb(
            register_mail,
            _("Register mail"),
            icon="envelope-plus",
            states=("planned",),
            bulk=False,
            template="mail/register.html",
            context=register_page,
            collect=arrivals_of,
            leads_to=to_registering,
            primary=True,
        ),
        Verb(
            distribute_newspapers,
            _("Distribute newspapers"),
            icon="newspaper",
            states=("planned",),
            effects=papers_effects,
        ),
        Verb(
            deliver_rounds,
            _("Hand out"),
            icon="pen",
            right="deliver_mail",
            template="mail/hand_over.html",
            context=hand_over_page,
            collect=signatures_of,
        ),
        Verb(
            finish_delivery_rounds,
            _("Finish"),
            icon="flag",
            states=("planned",),
            fields={"note": StringField(_("Note"))},
            effects=finish_effects,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the register")),
        ("papers", _("Newspaper sheet")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        kind = {code: words.words(label) for code, label in KINDS.items()}
        return self.render(
            "mail/round_print.html",
            row=row,
            items=[(item, kind[item.kind]) for item in items_of_round(row.id)],
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )

    @expose("/papers/")
    def papers(self) -> Any:
        """报刊分送表 of the round's day: a row a unit, a column a title, the signature."""
        row = self.one()
        return self.render(
            "mail/papers_print.html",
            row=row,
            day=local_day(row.starts_at),
            sheet=papers_sheet(row),
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
