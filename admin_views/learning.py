"""Learning: the plan's way to publication, sessions, the sign-in sheet (培训签到表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from flask import request
from flask_admin import expose
from wtforms import StringField, TextAreaField

from admin_views import current, words
from admin_views.papers import paper
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from admin_views.waiting import Wait, waiting_by_state
from logistics.database import now
from logistics.operations.learning.plans import (
    approve_learning_plans,
    close_learning_plans,
    lay_out_sessions,
    publish_learning_plans,
    return_learning_plans,
)
from logistics.operations.learning.sessions import (
    ENTERED,
    Attended,
    call_sessions,
    cancel_sessions,
    hold_sessions,
    people_for,
    reflect_on_sessions,
)
from logistics.permissions import Actor
from logistics.tables.learning import ATTENDED, FORMS
from logistics.wording import Words, _
from models import LearningPlan, LearningPlanItem, Staff, TrainingAttendance, TrainingSession

WAITS = (
    Wait(
        LearningPlan,
        "draft",
        "approve_learning_plans",
        "book",
        _("Learning plans to be approved"),
        others=lambda actor: LearningPlan.created_by != actor.account_id,
    ),
    Wait(
        LearningPlan,
        "approved",
        "publish_learning_plans",
        "book",
        _("Learning plans to be published"),
    ),
    Wait(
        TrainingSession,
        "planned",
        "hold_sessions",
        "mortarboard",
        _("Sessions whose attendance is to be entered"),
        others=lambda _actor: TrainingSession.ends_at < now(),
    ),
)


def waiting_in_learning(actor: Actor) -> Iterator[dict[str, Any]]:
    """Plans to approve and publish, sessions over whose attendance is not entered."""
    yield from waiting_by_state(WAITS, actor)


def called_to(session: TrainingSession) -> list[TrainingAttendance]:
    """Everybody called to a session, by number, with the person."""
    query = TrainingAttendance.select(TrainingAttendance, Staff).join(Staff)
    return list(query.where(TrainingAttendance.session == session.id).order_by(Staff.staff_no))


def call_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many are called where and when."""
    return [
        _(
            "“%(topic)s”, %(at)s: %(count)s people are called and told.",
            topic=row.topic,
            at=row.starts_at,
            count=len(people_for(row)),
        )
        for row in rows
    ]


def hold_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/learning/hold.html shows: everybody called, to be marked where not there."""
    labels = TrainingAttendance._meta.fields["status"].labels
    return {
        "sessions": [
            {
                "session": row,
                "people": [
                    {
                        "row": each,
                        "status": request.form.get(f"status-{each.id}", ""),
                        "score": request.form.get(f"score-{each.id}", ""),
                    }
                    for each in called_to(row)
                ],
            }
            for row in rows
        ],
        "choices": [(code, labels[code]) for code in ENTERED],
    }


def entries_of(form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The people that the form marks; the others are there, or have leave."""
    entries = []
    for row in rows:
        for each in called_to(row):
            status = request.form.get(f"status-{each.id}", "")
            score = request.form.get(f"score-{each.id}", "").strip()
            if status or score:
                entries.append(Attended(each.staff_id, status or "present", score or None))
    return {"entries": entries, "discussion": form["discussion"].data or ""}


class TrainingSessionView(TableView):
    """A session prints as the sheet on which everybody called signs."""

    verbs = (
        Verb(
            call_sessions,
            _("Call people together"),
            icon="megaphone",
            states=("draft",),
            effects=call_effects,
            primary=True,
        ),
        Verb(
            hold_sessions,
            _("Enter attendance"),
            icon="clipboard-check",
            states=("planned",),
            primary=True,
            bulk=False,
            template="learning/hold.html",
            fields={"discussion": TextAreaField(_("Note of the discussion"))},
            context=hold_page,
            collect=entries_of,
        ),
        Verb(
            cancel_sessions,
            _("Cancel the session"),
            icon="x-lg",
            states=("draft", "planned"),
            fields={"reason": StringField(_("Reason for cancelling"))},
        ),
    )
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("sheet", _("Sign-in sheet")),)

    @expose("/sheet/")
    def sheet(self) -> Any:
        row = self.one()
        labels = TrainingAttendance._meta.fields["status"].labels
        return self.render(
            "learning/sheet_print.html",
            row=row,
            form_label=FORMS[row.form],
            where=" ".join(str(part) for part in (row.site, row.room, row.place) if part),
            people=[
                (
                    str(number),
                    each.staff.name,
                    each.staff.unit.name,
                    "" if each.status == "called" else words.words(labels[each.status]),
                    "" if each.status == "called" else str(each.hours),
                    "",
                )
                for number, each in enumerate(called_to(row), start=1)
            ],
            back_url=self.address_of("details", row),
            printed_at=now(),
            printed_by=current.actor().name,
        )


PLAN_FORM = (
    paper(
        "form",
        _("Learning plan of the year"),
        ("year", "unit", "theme", "aims", "hours_of_officials", "hours_of_others", "published_at"),
        lines=(
            (
                LearningPlanItem,
                "plan",
                ("topic", "form", "month", "hours", "audience", "recurs"),
            ),
        ),
        signs=((_("Drafted by"), "created_by"), "approved_by", "published_by"),
        with_seal=True,
    ),
)
PLAN_VERBS = (
    Verb(approve_learning_plans, _("Approve"), icon="check-lg", states=("draft",), primary=True),
    Verb(
        return_learning_plans,
        _("Return"),
        icon="arrow-return-left",
        states=("approved",),
        fields={"comment": TextAreaField(_("What has to be changed"))},
    ),
    Verb(
        publish_learning_plans,
        _("Sign and publish"),
        icon="megaphone",
        states=("approved",),
        primary=True,
    ),
    Verb(lay_out_sessions, _("Lay out the sessions"), icon="calendar3", states=("published",)),
    Verb(
        close_learning_plans,
        _("Close the year"),
        icon="lock",
        states=("published",),
        fields={"review": TextAreaField(_("What the year has brought"))},
    ),
)
REFLECTION_FORM = (
    paper(
        "reflection",
        _("Reflections on a lesson"),
        ("staff", "staff.unit", "session", "signed_on", "hours", "score", "reflection"),
        signs=((_("Written by"), "staff"), _("Unit head")),
        when=lambda row: bool(row.reflection),
    ),
)
ATTENDANCE_VERBS = (
    Verb(
        reflect_on_sessions,
        _("Write reflections"),
        icon="chat-left-text",
        bulk=False,
        fields={"reflection": TextAreaField(_("Reflections"))},
        when=lambda row: row.status in ATTENDED,
    ),
)
