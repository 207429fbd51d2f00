"""Sessions: people called, attendance entered set-wise, what was missed made up for (R10, R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import local_day, local_today, now
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.expected import expect_rows
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import change, load, move, step
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.people import leave_between, people_of
from logistics.tables.learning import ATTENDED, MISSED, TrainingAttendance, TrainingSession
from logistics.tables.people import Staff
from logistics.wording import _

SESSION_PAGE = "/admin/training_session/details/?id={id}"
HALF = Decimal("0.5")
TENTH = Decimal("0.1")
ENTERED = ("present", "late", "leave", "absent")


@dataclass(frozen=True)
class Attended:
    """How one person who was called attended; ``status`` is present, late, leave or absent."""

    staff_id: int
    status: str
    score: int | str | None = None


def call_sessions(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Call everybody whom a session is for; a session that makes up for another, who missed it.

    Each of them has a row from now on, so that nobody is forgotten on the sheet.
    """
    require_verb(actor, "call_sessions")

    def call(row: Seen) -> TrainingSession:
        session = load(TrainingSession, row)
        require_verb(actor, "call_sessions", session)
        people = people_for(session)
        if not people:
            raise RuleViolation(_("There is nobody whom this session is for."), field="audience")
        session = step(
            session,
            to="planned",
            out_of=("draft",),
            actor=actor,
            verb="call_sessions",
            changes={"doc_no": take_number("TS")},
        )
        expect_rows(
            TrainingAttendance,
            ({"session": session.id, "staff": person.id} for person in people),
            key=("session", "staff"),
            actor=actor,
            verb="call_sessions",
        )
        _tell(
            people,
            session,
            _(
                "You are called to “%(topic)s” at %(at)s.",
                topic=session.topic,
                at=session.starts_at,
            ),
        )
        return session

    return each(seen, call, done=_("Called."), model=TrainingSession)


def hold_sessions(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    entries: Sequence[Attended] = (),
    discussion: str = "",
) -> list[Outcome]:
    """Enter who was at sessions: those named as entered, whoever has leave as such, the rest there.

    Late comers get half the hours, who was not there none; whoever comes to a session that makes up
    for another has made up for what he missed there.
    """
    require_verb(actor, "hold_sessions")
    given = _checked(entries)

    def hold(row: Seen) -> TrainingSession:
        session = load(TrainingSession, row)
        require_verb(actor, "hold_sessions", session)
        if session.starts_at > now():
            raise WrongState(_("The session has not begun yet."))
        session = step(
            session,
            to="held",
            out_of=("planned",),
            actor=actor,
            verb="hold_sessions",
            changes={"discussion": discussion.strip(), "held_by": actor.account_id},
        )
        _enter(session, given, actor)
        return session

    return each(seen, hold, done=_("Entered."), model=TrainingSession)


def cancel_sessions(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Cancel sessions that are not held; who was called is told."""
    require_verb(actor, "cancel_sessions")
    if not reason.strip():
        raise RuleViolation(_("Say why it does not take place."), field="reason")

    def cancel(row: Seen) -> TrainingSession:
        session = load(TrainingSession, row)
        require_verb(actor, "cancel_sessions", session)
        session = move(
            TrainingSession,
            row,
            to="cancelled",
            out_of=("draft", "planned"),
            actor=actor,
            verb="cancel_sessions",
            changes={"cancel_reason": reason.strip()[:200]},
        )
        words = _(
            "“%(topic)s” is cancelled: %(reason)s", topic=session.topic, reason=reason.strip()
        )
        _tell([row.staff for row in _rows_of(session)], session, words)
        return session

    return each(seen, cancel, done=_("Cancelled."), model=TrainingSession)


def reflect_on_sessions(*, seen: Sequence[Seen], reflection: str, actor: Actor) -> list[Outcome]:
    """Write what sessions have brought oneself (心得體會); only who was there does."""
    require_verb(actor, "reflect_on_sessions")
    if not reflection.strip():
        raise RuleViolation(_("Write what it has brought you."), field="reflection")

    def reflect(row: Seen) -> TrainingAttendance:
        attendance = load(TrainingAttendance, row)
        if attendance.staff_id != actor.staff_id:
            raise NotPermitted(_("Everybody writes his own reflections."))
        if attendance.status not in ATTENDED:
            raise WrongState(_("Reflections are written by those who were there."))
        words = {"reflection": reflection.strip()}
        return change(attendance, words, actor=actor, verb="reflect_on_sessions")

    return each(seen, reflect, done=_("Saved."), model=TrainingAttendance)


def hours_for(status: str, hours: Decimal) -> Decimal:
    """The class hours that an attendance counts: all, half for late comers, none."""
    if status == "late":
        return (hours * HALF).quantize(TENTH, ROUND_HALF_UP)
    return hours if status == "present" else Decimal(0)


def people_for(session: TrainingSession) -> list[Staff]:
    """Whom a session is for; one that makes up for another is for those who missed that."""
    if session.makes_up_id is None:
        return list(people_of(session.audience, local_day(session.starts_at)))
    missed = TrainingAttendance.select(TrainingAttendance.staff).where(
        (TrainingAttendance.session == session.makes_up_id) & TrainingAttendance.status.in_(MISSED)
    )
    return list(Staff.select().where(Staff.id.in_(missed) & Staff.left_on.is_null()))


def _checked(entries: Sequence[Attended]) -> dict[int, dict[str, Any]]:
    given: dict[int, dict[str, Any]] = {}
    for entry in entries:
        values = {"status": entry.status, "score": entry.score}
        cleaned, errors = clean_values(TrainingAttendance, values)
        if not errors and cleaned["status"] not in ENTERED:
            errors["status"] = [_("Choose one from the list.")]
        if errors:
            raise InvalidRecord(errors)
        given[entry.staff_id] = cleaned
    return given


def _enter(session: TrainingSession, given: Mapping[int, Mapping[str, Any]], actor: Actor) -> None:
    rows = _rows_of(session)
    if not given.keys() <= {row.staff_id for row in rows}:
        raise NotFound(_("Somebody entered was not called to this session."))
    on_leave = _on_leave(session)
    changes = []
    for row in rows:
        usual = {"status": "leave" if row.staff_id in on_leave else "present", "score": None}
        entered = {**usual, **given.get(row.staff_id, {})}
        hours = hours_for(entered["status"], session.hours)
        changes.append({**entered, "hours": hours, "signed_on": local_today()})
    change_many(rows, changes, actor=actor, verb="hold_sessions")
    if session.makes_up_id is not None:
        _make_up(session, [row for row in rows if row.status in ATTENDED], actor)


def _make_up(session: TrainingSession, present: Sequence[TrainingAttendance], actor: Actor) -> None:
    people = [row.staff_id for row in present]
    missed = list(
        TrainingAttendance.select().where(
            (TrainingAttendance.session == session.makes_up_id)
            & TrainingAttendance.staff.in_(people)
            & TrainingAttendance.status.in_(MISSED)
        )
    )
    if missed:
        made_up = [{"status": "made_up"} for _row in missed]
        change_many(missed, made_up, actor=actor, verb="hold_sessions")


def _on_leave(session: TrainingSession) -> set[int]:
    day = local_day(session.starts_at)
    return {row.staff_id for row in leave_between(day, day) if row.covers(session.starts_at)}


def _rows_of(session: TrainingSession) -> list[TrainingAttendance]:
    query = TrainingAttendance.select(TrainingAttendance, Staff).join(Staff)
    rows = query.where(TrainingAttendance.session == session.id)
    return list(rows.order_by(TrainingAttendance.id))


def _tell(people: Iterable[Staff], session: TrainingSession, words: Any) -> None:
    for person in people:
        notify(person, words, link=SESSION_PAGE.format(id=session.id))
