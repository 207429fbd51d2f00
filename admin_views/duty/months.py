"""A month's roster: its buttons, and the printed roster (值班表)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from werkzeug.exceptions import NotFound
from wtforms import BooleanField, StringField, TextAreaField

from admin_views import current, words
from admin_views.duty.board import OFFICE, hours_of, month_name, row_label, weekday_name
from admin_views.duty.compiling import chosen_people, compile_page, same_day
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.calendar import kinds_between, month_days, names_between
from logistics.database import local_today, now
from logistics.operations.duty.drafting import assign_duties, draft_duty_months
from logistics.operations.duty.publishing import (
    approve_duty_months,
    close_duty_months,
    publish_duty_months,
    return_duty_months,
)
from logistics.permissions import Actor
from logistics.queries.duty.board import Place, places_of, rank
from logistics.queries.duty.checks import check_duty_month, duties_of
from logistics.queries.duty.posts import posts_of
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.wording import Words, _
from models import CalendarDay, DutyShift

Column = tuple[int, str, str]
COMMENT = {"comment": TextAreaField(_("What has to be changed"))}


def draft_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How much the rotation has to fill."""
    return [
        _(
            "%(month)s: %(empty)s of %(posts)s posts are empty and are shared out evenly over "
            "working days, days off and holidays, with the counts of earlier months.",
            month=str(row),
            empty=len(posts_of(row.month)) - len(duties_of(row)),
            posts=len(posts_of(row.month)),
        )
        for row in rows
    ]


def approve_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What still stands against each month, or that nothing does."""
    effects: list[Words] = []
    for row in rows:
        problems = check_duty_month(row)
        effects += [problem.words for problem in problems]
        if not any(problem.blocks for problem in problems):
            effects.append(
                _("%(month)s: every hour has its leader and its duty officers.", month=str(row))
            )
    return effects


def publish_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """Who is told, and that only swaps change the roster from then on."""
    return [
        _(
            "%(month)s: %(people)s people are told of their duties; from then on the roster "
            "changes only by swaps.",
            month=str(row),
            people=len({duty.staff_id for duty in duties_of(row)}),
        )
        for row in rows
    ]


MONTH_VERBS = (
    Verb(
        assign_duties,
        _("Compile"),
        icon="calendar-week",
        states=("draft",),
        tail="compile",
        bulk=False,
        primary=True,
        template="duty/compile.html",
        context=compile_page,
        collect=chosen_people,
        leads_to=same_day,
    ),
    Verb(
        draft_duty_months,
        _("Draft by rotation"),
        icon="shuffle",
        states=("draft",),
        fields={
            "afresh": BooleanField(
                _("Start afresh"), description=_("Also replace what was chosen by hand.")
            )
        },
        effects=draft_effects,
        leads_to=lambda rows: url_for("duty_month.verb", tail="compile", id=rows[0].id),
    ),
    Verb(
        approve_duty_months,
        _("Approve"),
        icon="check-lg",
        states=("draft",),
        effects=approve_effects,
        primary=True,
    ),
    Verb(
        return_duty_months,
        _("Return"),
        icon="arrow-return-left",
        states=("approved",),
        fields=COMMENT,
    ),
    Verb(
        publish_duty_months,
        _("Publish"),
        icon="megaphone",
        states=("approved",),
        fields={
            "late_reason": StringField(
                _("Reason for publishing late"),
                description=_("Needed from the 1st of the month on."),
            )
        },
        effects=publish_effects,
        primary=True,
    ),
    Verb(close_duty_months, _("Close"), icon="lock", states=("published",)),
)


class DutyMonthView(TableView):
    """A month is compiled on a page of its own and prints the roster."""

    verbs = MONTH_VERBS
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Print the roster")),)

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        if row.status not in PUBLIC_STATES:
            return ()
        return (Page(_("Show the calendar"), url_for("duty.roster", month=str(row)), "calendar3"),)

    def printed(self, row: Any, actor: Actor) -> Sequence[tuple[str, Words]]:
        is_shown = row.status in PUBLIC_STATES or _works_on_drafts(actor)
        return self.print_endpoints if is_shown else ()

    @expose("/print/")
    def print(self) -> Any:
        month, actor = self.one(), current.actor()
        if not self.printed(month, actor):
            raise NotFound()
        return self.render(
            "duty/roster_print.html",
            month=month,
            month_name=month_name(month.month),
            **_printed(month),
            compiled_by=month.compiled_by,
            approved_by=month.approved_by,
            back_url=url_for("duty.roster", month=str(month)),
            printed_at=now(),
            printed_by=actor.name,
        )


def _works_on_drafts(actor: Actor) -> bool:
    return any(
        permissions.may_verb(actor, verb) for verb in ("assign_duties", "approve_duty_months")
    )


def _printed(month: Any) -> dict[str, Any]:
    """A row a day, a column a post: who keeps it; blank where nobody stands yet."""
    first, last = month_days(month.month)
    kinds, names = kinds_between(first, last), names_between(first, last)
    labels = CalendarDay._meta.fields["kind"].labels
    places = places_of(month, gaps_from=local_today())
    columns = {_column(place): place for day in kinds for place in places.get(day, ())}
    order = sorted(columns, key=lambda column: rank(columns[column]))
    return {
        "columns": [_heading(columns[column]) for column in order],
        "rows": [
            (
                f"{day:%m-%d} {weekday_name(day)}",
                names.get(day) or labels[kinds[day]],
                [_names(places.get(day, ()), column) for column in order],
            )
            for day in kinds
        ],
    }


def _column(place: Place) -> Column:
    """Shifts of the same hours at one place, such as those of working days and of days off."""
    return place.site.id if place.site else 0, place.key.role, hours_of(place.shift)


def _heading(place: Place) -> dict[str, Any]:
    return {
        "place": row_label(place.site, place.key.role),
        "shift": DutyShift._meta.fields["kind"].labels[place.shift.kind],
        "hours": hours_of(place.shift),
        "phone": place.site.phone if place.site else "",
    }


def _names(places: Sequence[Place], column: Column) -> str:
    names = [
        words.words(OFFICE) if place.by_office else place.staff.name if place.staff else ""
        for place in places
        if _column(place) == column
    ]
    return words.words(_(", ")).join(filter(None, names))
