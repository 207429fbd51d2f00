"""Guard posts and shifts: planning, replacing, handing over, and the coverage of a post."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from flask import request
from flask_admin import expose
from wtforms import BooleanField, StringField, TextAreaField

from admin_views import current
from admin_views.entering import LookupField
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics.calendar import month_days
from logistics.database import local_day, local_today, now
from logistics.errors import RuleViolation
from logistics.operations.guarding.handovers import (
    BookEntry,
    enter_guard_handovers,
    hand_over_guard_shifts,
    take_over_guard_shifts,
)
from logistics.operations.guarding.shifts import (
    SHIFT_HOURS,
    plan_guard_shifts,
    replace_guards,
    report_absent_guards,
)
from logistics.operations.validation import Problem, clean_value
from logistics.permissions import Actor
from logistics.queries.guarding.coverage import gaps, guards_at, long_stretches
from logistics.wording import _
from models import GuardPost, GuardShift, Staff, StaffLeave

BACK, AHEAD = dt.timedelta(days=7), dt.timedelta(days=14)
MORNING = dt.time(8)


class GuardPostView(TableView):
    """A post shows whether its shifts tile the day (R31)."""

    verbs = (
        Verb(
            plan_guard_shifts,
            _("Plan shifts"),
            icon="calendar-plus",
            primary=True,
            bulk=False,
            template="guarding/plan.html",
            context=lambda rows, _actor: {"typed": _typed(rows[0]), "all_hours": SHIFT_HOURS},
            collect=lambda _form, _rows: _plan_of(request.form),
        ),
    )

    def pages(self, row: Any, actor: Actor) -> Sequence[Page]:
        return [Page(_("Coverage of the post"), self.address_of("coverage", row), "calendar-check")]

    @expose("/coverage/")
    def coverage(self) -> Any:
        post = self.one()
        begins_at, ends_at = now() - BACK, now() + AHEAD
        rows = [row for row in long_stretches(begins_at, ends_at) if _stands_at(row.staff, post)]
        return self.render(
            "guarding/coverage.html",
            view=self.facts(),
            title=_("Coverage of the post"),
            row=post,
            begins_at=begins_at,
            ends_at=ends_at,
            there=[shift.staff.name for shift in guards_at(post.id, now())],
            gaps=gaps([post], begins_at, ends_at),
            long=rows,
            crumbs=self.crumbs(
                (str(post), self.address_of("details", post)), _("Coverage of the post")
            ),
        )


def _stands_at(person: Staff, post: GuardPost) -> bool:
    shifts = (GuardShift.staff == person.id) & (GuardShift.post == post.id)
    return bool(GuardShift.select(GuardShift.id).where(shifts).exists())


def _typed(post: GuardPost) -> dict[str, str]:
    """What the form of a plan shows: what was typed, or the next days with the last crew."""
    latest = GuardShift.select().where(GuardShift.post == post.id)
    rows = list(latest.order_by(GuardShift.starts_at.desc()).limit(24))
    crew = list(dict.fromkeys(shift.staff.name for shift in reversed(rows)))
    planned = [local_day(rows[0].starts_at) + dt.timedelta(days=1)] if rows else []
    first = max(local_today(), post.starts_on, *planned)
    hours = round((rows[0].ends_at - rows[0].starts_at).total_seconds() / 3600) if rows else 12
    default = {
        "first": first.isoformat(),
        "last": month_days(first)[1].isoformat(),
        "starts": f"{MORNING:%H:%M}",
        "hours": str(hours if hours in SHIFT_HOURS else 12),
        "crew": " ".join(crew),
    }
    return {name: request.form.get(name, value) for name, value in default.items()}


def _plan_of(typed: Any) -> dict[str, Any]:
    """The arguments of a plan as the form sends them."""
    day, time = StaffLeave._meta.fields["starts_on"], GuardPost._meta.fields["closes"]
    hours = typed.get("hours", "")
    return {
        "first": _value(day, "first", typed.get("first", "")),
        "last": _value(day, "last", typed.get("last", "")),
        "starts": _value(time, "starts", typed.get("starts", "")),
        "hours": int(hours) if hours.isdigit() and len(hours) < 3 else 0,
        "crew": _crew(typed.get("crew", "")),
    }


def _value(field: Any, name: str, text: str) -> Any:
    try:
        return clean_value(field, text)
    except Problem as problem:
        raise RuleViolation(problem.words, field=name) from None


def _crew(text: str) -> list[int]:
    """Staff by name or number, in the order that they are written."""
    people = []
    for name in re.split(r"[\s,;、，；]+", text.strip()):
        found = list(
            Staff.select(Staff.id)
            .where(((Staff.name == name) | (Staff.staff_no == name)) & Staff.left_on.is_null())
            .limit(2)
        )
        if len(found) != 1:
            raise RuleViolation(
                _("“%(name)s” names nobody, or more than one; write the staff number.", name=name),
                field="crew",
            )
        people.append(found[0].id)
    return people


def _is_own(shift: GuardShift) -> bool:
    return bool(shift.staff_id == current.actor().staff_id)


def _is_over(shift: GuardShift) -> bool:
    return bool(shift.ends_at <= now()) and not _is_own(shift)


def _book(form: Any, rows: Sequence[GuardShift]) -> dict[str, Any]:
    """One entry a shift, handed over and taken over at its end."""
    text = {name: (form[name].data or "") for name in ("matters", "open_items", "remark")}
    flags = {name: form[name].data for name in ("equipment_complete", "is_complete")}
    return {"entries": [BookEntry(row.ends_at, row.ends_at, **text, **flags) for row in rows]}


def _is_reliefs(row: Any) -> bool:
    relief = row.incoming
    return relief is None or relief.staff_id == current.actor().staff_id


EQUIPMENT = _("Keys, radio and badges complete")
SHIFT_VERBS = (
    Verb(
        hand_over_guard_shifts,
        _("Hand over"),
        icon="box-arrow-right",
        states=("planned",),
        when=_is_own,
        bulk=False,
        primary=True,
        fields={
            "matters": TextAreaField(_("What happened")),
            "open_items": TextAreaField(_("Still open")),
            "equipment_complete": BooleanField(EQUIPMENT, default=True),
        },
    ),
    Verb(
        replace_guards,
        _("Replace the guard"),
        icon="person-plus",
        states=("planned", "absent"),
        when=lambda row: row.ends_at > now(),
        bulk=False,
        fields={
            "staff_id": LookupField(_("Stands in"), Staff),
            "note": StringField(_("Reason")),
        },
    ),
    Verb(
        report_absent_guards,
        _("Report as absent"),
        icon="person-x",
        states=("planned", "kept"),
        when=lambda row: row.starts_at <= now() and not _is_own(row),
        fields={"note": StringField(_("Note"))},
        danger=True,
    ),
    Verb(
        enter_guard_handovers,
        _("Enter from the book"),
        icon="journal-text",
        states=("planned",),
        when=_is_over,
        fields={
            "matters": TextAreaField(_("What happened")),
            "open_items": TextAreaField(_("Still open")),
            "equipment_complete": BooleanField(EQUIPMENT, default=True),
            "is_complete": BooleanField(_("Found as written"), default=True),
            "remark": StringField(_("Remark")),
        },
        collect=_book,
    ),
)
HANDOVER_VERBS = (
    Verb(
        take_over_guard_shifts,
        _("Take over"),
        icon="box-arrow-in-right",
        states=("handed",),
        when=_is_reliefs,
        primary=True,
        fields={
            "is_complete": BooleanField(_("Found as written"), default=True),
            "remark": StringField(_("Remark")),
        },
    ),
)
