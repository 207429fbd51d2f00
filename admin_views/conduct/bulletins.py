"""Bulletins: the officers' way to publication, and the board on which everybody reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_admin import expose
from wtforms import TextAreaField

from admin_views import current, words
from admin_views.conduct.rounds import figure_rows
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import now
from logistics.operations.conduct.bulletins import (
    acknowledge_bulletins,
    approve_bulletins,
    publish_bulletins,
    return_bulletins,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.queries.conduct.figures import (
    acknowledged_by,
    bulletins_for,
    figures_of,
    results_of,
    to_explain,
)
from logistics.tables.conduct.rounds import PRESENCE
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import Bulletin, BulletinAudience, Staff

blueprint = Blueprint("conduct", __name__)
TITLE = _("Bulletins")


@blueprint.get("/bulletins")
def board() -> Any:
    """The bulletins that go to me, and what I am asked to explain."""
    person = _reader()
    read = {row.bulletin_id for row in acknowledged_by(person.id)}
    return render_template(
        "conduct/board.html",
        title=TITLE,
        bulletins=[(row, row.id in read) for row in bulletins_for(person)],
        to_explain=to_explain(person.id),
        crumbs=_crumbs((TITLE, None)),
    )


@blueprint.get("/bulletins/<int:bulletin_id>")
def bulletin(bulletin_id: int) -> Any:
    """One bulletin, with the button that says it was read."""
    person = _reader()
    row = _of_board(person, bulletin_id)
    read = {each.bulletin_id for each in acknowledged_by(person.id)}
    return render_template(
        "conduct/bulletin.html",
        title=row.title,
        row=row,
        was_read=row.id in read,
        figures=_figures(row),
        crumbs=_crumbs((TITLE, url_for("conduct.board")), (row.title, None)),
    )


@blueprint.post("/bulletins/<int:bulletin_id>/acknowledge")
def acknowledge(bulletin_id: int) -> Any:
    """Say that I have read it."""
    row = _of_board(_reader(), bulletin_id)
    outcome = only(acknowledge_bulletins(seen=[Seen(row.id)], actor=current.actor()))
    flash(words.words(outcome.words), "ok")
    return redirect(url_for("conduct.board"))


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """To whom each bulletin goes."""
    effects: list[Words] = []
    for row in rows:
        named = BulletinAudience.select().where(BulletinAudience.bulletin == row.id)
        audience = ", ".join(str(each) for each in named)
        effects.append(
            _("“%(title)s” goes to: %(audience)s.", title=row.title, audience=audience)
            if audience
            else _("“%(title)s” goes to everybody.", title=row.title)
        )
    return effects


class BulletinView(TableView):
    """A bulletin prints as a circular (查岗通报)."""

    verbs = (
        Verb(approve_bulletins, _("Approve"), icon="check-lg", states=("draft",), primary=True),
        Verb(
            return_bulletins,
            _("Return"),
            icon="arrow-return-left",
            states=("approved",),
            fields={"comment": TextAreaField(_("What has to be changed"))},
        ),
        Verb(
            publish_bulletins,
            _("Sign and publish"),
            icon="megaphone",
            states=("approved",),
            effects=publish_effects,
            primary=True,
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print")),)

    @expose("/print/")
    def print(self) -> Any:
        row = self.one()
        results = results_of(row.round) if row.round else []
        return self.render(
            "conduct/bulletin_print.html",
            row=row,
            figures=_figures(row),
            faults=[
                (
                    result.post.name if result.post else words.words(_("Duty post")),
                    result.site.name,
                    words.words(PRESENCE[result.presence]),
                    result.note,
                )
                for result in results
                if result.verdict == "upheld"
            ],
            signed_by=row.published_by.name if row.published_by else None,
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


def _figures(row: Bulletin) -> list[tuple[Words, str]]:
    return figure_rows(figures_of(results_of(row.round))) if row.round else []


def _reader() -> Staff:
    actor = current.actor()
    permissions.require_verb(actor, "acknowledge_bulletins")
    person = Staff.get_or_none(Staff.id == actor.staff_id)
    if person is None:
        abort(404)
    return person


def _of_board(person: Staff, bulletin_id: int) -> Bulletin:
    rows = {row.id: row for row in bulletins_for(person)}
    if bulletin_id not in rows:
        abort(404)
    return rows[bulletin_id]


def _crumbs(*steps: tuple[Words | str, str | None]) -> list[tuple[str, str | None]]:
    trail = [(AREAS["conduct"], None), *steps]
    return [(words.words(label), url) for label, url in trail]
