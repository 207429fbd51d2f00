"""Timetables: drafting the next version, publishing it, and the notice on the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import DateField

from admin_views import current
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import local_today, now
from logistics.operations import shuttle
from logistics.permissions import Actor
from logistics.queries.shuttle import holding_on, meetings_of, stops_of
from logistics.wording import Words, _
from models import ShuttleRoute


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """From when each timetable holds, and how long the original lines will wait for it."""
    effects: list[Words] = []
    for row in rows:
        effects.append(_("%(route)s holds from %(day)s on.", route=str(row), day=row.starts_on))
        effects += [
            _(
                "At %(stop)s %(trunk)s waits %(minutes)s minutes by the timetable.",
                stop=meeting.trunk_stop.name,
                trunk=meeting.trunk_stop.route.name,
                minutes=meeting.wait,
            )
            for meeting in meetings_of(row)
        ]
    return effects


def to_the_draft(rows: Sequence[Any]) -> str:
    """The draft that was just made, to be changed."""
    drafts = ShuttleRoute.select().where(
        (ShuttleRoute.code == rows[0].code) & (ShuttleRoute.status == "draft")
    )
    return url_for("shuttle_route.edit", id=drafts.order_by(ShuttleRoute.version.desc()).get().id)


class ShuttleRouteView(TableView):
    """A timetable prints together with all lines that hold on the same day (通勤车时刻表)."""

    verbs = (
        Verb(
            shuttle.publish_shuttle_routes,
            _("Publish"),
            icon="megaphone",
            states=("draft",),
            effects=publish_effects,
            primary=True,
        ),
        Verb(
            shuttle.revise_shuttle_routes,
            _("Draft a new version"),
            icon="files",
            states=("published",),
            fields={"starts_on": DateField(_("Valid from"))},
            leads_to=to_the_draft,
            bulk=False,
        ),
        Verb(
            shuttle.end_shuttle_routes,
            _("End it"),
            icon="stop-circle",
            states=("published",),
            fields={"ends_on": DateField(_("Valid until"))},
            danger=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (
        ("print", _("Print the timetable")),
    )

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        day = max(row.starts_on, min(local_today(), row.ends_on or local_today()))
        routes = holding_on(day) if row.status == "published" else [row]
        return self.render(
            "shuttle/print_timetable.html",
            row=row,
            day=day,
            kinds=ShuttleRoute._meta.fields["kind"].labels,
            routes=[(route, stops_of(route), meetings_of(route)) for route in routes],
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )
