"""A weekly menu: its buttons, the sheet that people hang up (一周菜谱), the record of samples."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_admin import expose
from wtforms import StringField, TextAreaField

from admin_views import current
from admin_views.canteen.board import board_of
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import now
from logistics.operations.canteen.composing import compose_menus
from logistics.operations.canteen.menus import (
    approve_menus,
    publish_menus,
    return_menus,
    submit_menus,
)
from logistics.permissions import Actor
from logistics.queries.canteen.hygiene import samples_of
from logistics.queries.canteen.menus import items_of, menu_problems, publish_by
from logistics.wording import Words, _


def rule_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What stands against each menu, day by day, or that nothing does."""
    effects: list[Words] = []
    for row in rows:
        problems = menu_problems(row)
        effects += [problem.words for problem in problems]
        if not problems:
            effects.append(_("%(menu)s keeps every rule of the mix.", menu=str(row)))
    return effects


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Until when it is in time, and what is expected from then on."""
    return [
        _(
            "%(menu)s: due by %(until)s; %(dishes)s samples are expected from the kitchen.",
            menu=str(row),
            until=publish_by(row.starts_on),
            dishes=len(items_of([row.id])),
        )
        for row in rows
    ]


def compose_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What a draft is made of."""
    return [
        _(
            "%(menu)s: the days without a dish are filled by the rules, with what was served "
            "longest ago; everything can be changed afterwards.",
            menu=str(row),
        )
        for row in rows
    ]


class MenuView(TableView):
    """A menu prints as a sheet for the wall, and with the record of its samples."""

    verbs = (
        Verb(compose_menus, _("Compose"), icon="magic", states=("draft",), effects=compose_effects),
        Verb(
            submit_menus,
            _("Submit"),
            icon="send",
            states=("draft",),
            effects=rule_effects,
            primary=True,
        ),
        Verb(
            approve_menus,
            _("Approve"),
            icon="check-lg",
            states=("submitted",),
            effects=rule_effects,
            primary=True,
        ),
        Verb(
            return_menus,
            _("Return"),
            icon="arrow-return-left",
            states=("submitted", "approved"),
            fields={"comment": TextAreaField(_("What has to be changed"))},
        ),
        Verb(
            publish_menus,
            _("Publish"),
            icon="megaphone",
            states=("approved",),
            fields={
                "late_reason": StringField(
                    _("Reason for being late"),
                    description=_("Only needed after Friday 15:00 of the week before."),
                )
            },
            effects=publish_effects,
            primary=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the menu")),
        ("print_samples", _("Print the record of samples")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        return self._sheet("canteen/menu_print.html", row, days=board_of(row))

    @expose("/samples/")
    def print_samples(self) -> Any:
        row = self.one()
        samples = samples_of(row.canteen_id, row.starts_on, row.ends_on)
        return self._sheet("canteen/samples_print.html", row, samples=samples)

    def _sheet(self, template: str, row: Any, **context: Any) -> Any:
        return self.render(
            template,
            row=row,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
            **context,
        )
