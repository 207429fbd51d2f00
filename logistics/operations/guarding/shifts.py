"""Guard shifts: planned from a rota so that a post is never left, and changed when somebody fails.

The rules of R31: shifts of a post manned day and night tile the day, nobody keeps a post longer
than twelve hours in a row, nobody stands at two posts at once (the last one the database keeps).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from logistics.auditing import transaction
from logistics.calendar import days_between
from logistics.database import local_day, now, office_zone
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.guarding.coverage import BREAK, LONGEST, Span, in_a_row, stretch_around
from logistics.queries.people import leave_between
from logistics.tables.guarding import GuardPost, GuardShift
from logistics.tables.guarding.posts import KEPT_STATES
from logistics.tables.people import Staff, StaffLeave
from logistics.wording import Words, _

SHIFT_HOURS = (6, 8, 12)
LONGEST_PLAN = 62
SHIFT_PAGE = "/admin/guard_shift/details/?id={id}"


def plan_guard_shifts(
    *,
    seen: Sequence[Seen],
    first: dt.date,
    last: dt.date,
    crew: Sequence[int],
    starts: dt.time,
    hours: int,
    actor: Actor,
) -> list[Outcome]:
    """Fill every open shift of posts that begins from ``first`` to ``last``, in turn (R31).

    Shifts of ``hours`` begin at ``starts``; ``crew`` are staff members in the order of their turns,
    carried on where the last plan ended. Who has leave, is at another post or would stand too long
    is passed over. What is planned already stays: a plan laid out twice adds nothing.
    """
    require_verb(actor, "plan_guard_shifts")
    _check_plan(first, last, crew, hours)
    added: dict[int, int] = {}

    def plan(row: Seen) -> GuardPost:
        post = load(GuardPost, row)
        turns = _Turns(post, crew, first, last)
        rows = [
            {"post": post.id, "staff": staff, "starts_at": span[0], "ends_at": span[1]}
            for span in _open_spans(post, first, last, starts, hours)
            for staff in turns.take(span)
        ]
        with explained(GuardShift):
            added[post.id] = expect_rows(
                GuardShift,
                rows,
                key=("post", "staff", "starts_at"),
                actor=actor,
                verb="plan_guard_shifts",
            )
        return post

    with transaction():
        outcomes = each(seen, plan, done=_("Planned."), model=GuardPost)
    return [
        replace(outcome, words=_("%(count)s shifts planned.", count=added[outcome.id]))
        if outcome.done
        else outcome
        for outcome in outcomes
    ]


def replace_guards(
    *, seen: Sequence[Seen], staff_id: int, note: str, actor: Actor
) -> list[Outcome]:
    """Put somebody else into shifts. One that has begun ends for the first guard as absent.

    The substitute stands from now on; the time before him stays a gap that coverage shows.
    """
    require_verb(actor, "replace_guards")
    if not note.strip():
        raise RuleViolation(_("Write why the guard is replaced."), field="note")

    def put_in(row: Seen) -> GuardShift:
        shift = load(GuardShift, row)
        if shift.ends_at <= now() or shift.status == "kept":
            raise WrongState(_("This shift is over."))
        substitute = _substitute(shift, staff_id)
        reason = note.strip()[:200]
        with explained(GuardShift):
            if shift.starts_at > now():
                changes = {"staff": substitute.id, "status": "planned", "note": reason}
                changed = change(shift, changes, actor=actor, verb="replace_guards")
            else:
                change(
                    shift, {"status": "absent", "note": reason}, actor=actor, verb="replace_guards"
                )
                rest = GuardShift(
                    post=shift.post_id, staff=substitute, starts_at=now(), ends_at=shift.ends_at
                )
                changed = add(rest, actor=actor, verb="replace_guards")
        notify(
            substitute,
            _("You stand in: %(shift)s.", shift=str(changed)),
            link=SHIFT_PAGE.format(id=changed.id),
        )
        return changed

    return each(seen, put_in, done=_("Replaced."), model=GuardShift)


def report_absent_guards(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Record that guards did not come; their time stays a gap until somebody stands in."""
    require_verb(actor, "report_absent_guards")
    if not note.strip():
        raise RuleViolation(_("Write what is known about it."), field="note")

    def report(row: Seen) -> GuardShift:
        shift = load(GuardShift, row)
        if shift.starts_at > now():
            raise WrongState(_("This shift has not begun yet; replace the guard instead."))
        if shift.staff_id == actor.staff_id:
            raise NotPermitted(_("Nobody decides on himself."))
        return move(
            GuardShift,
            row,
            to="absent",
            out_of=KEPT_STATES,
            actor=actor,
            verb="report_absent_guards",
            changes={"note": note.strip()[:200]},
        )

    return each(seen, report, done=_("Reported as absent."), model=GuardShift)


class _Turns:
    """Whose turn it is at a post: the crew in order, passing over who may not stand then."""

    def __init__(self, post: GuardPost, crew: Sequence[int], first: dt.date, last: dt.date) -> None:
        self.post = post
        self.crew = list(crew)
        self.names = {row.id: row.name for row in Staff.select().where(Staff.id.in_(self.crew))}
        self.leave = _leave_days(self.crew, first, last + dt.timedelta(days=1))
        self.taken = _taken(self.crew, first, last)
        self.next = self._after_the_last_plan(first)

    def take(self, span: Span) -> list[int]:
        """The guards for one open shift; raises WrongState when the crew does not reach."""
        chosen: list[int] = []
        for offset in range(len(self.crew)):
            if len(chosen) == self.post.people:
                break
            staff = self.crew[(self.next + offset) % len(self.crew)]
            if self._may_stand(staff, span):
                chosen.append(staff)
        if len(chosen) < self.post.people:
            raise WrongState(
                _("The crew does not reach for %(post)s at %(at)s.", post=self.post, at=span[0])
            )
        for staff in chosen:
            self.taken[staff].append(span)
        self.next = self.crew.index(chosen[-1]) + 1
        return chosen

    def _may_stand(self, staff: int, span: Span) -> bool:
        days = {local_day(span[0]), local_day(span[1] - dt.timedelta(seconds=1))}
        if days & self.leave[staff]:
            return False
        others = self.taken[staff]
        if any(other[0] < span[1] and other[1] > span[0] for other in others):
            return False
        begins, ends = in_a_row(span, others)
        return ends - begins <= LONGEST

    def _after_the_last_plan(self, first: dt.date) -> int:
        """Where the turns go on: after whoever stands last before this plan begins."""
        last: GuardShift | None = (
            GuardShift.select()
            .where(
                (GuardShift.post == self.post.id)
                & (GuardShift.starts_at < _midnight(first))
                & GuardShift.staff.in_(self.crew)
            )
            .order_by(GuardShift.starts_at.desc())
            .first()
        )
        return 0 if last is None else self.crew.index(last.staff_id) + 1


def _check_plan(first: dt.date, last: dt.date, crew: Sequence[int], hours: int) -> None:
    if last < first:
        raise RuleViolation(_("The end lies before the start."), field="last")
    if (last - first).days > LONGEST_PLAN:
        raise RuleViolation(_("Plan at most two months at a time."), field="last")
    if hours not in SHIFT_HOURS:
        raise RuleViolation(_("A shift lasts 6, 8 or 12 hours."), field="hours")
    known = Staff.select(Staff.id).where(Staff.id.in_(list(crew)) & Staff.left_on.is_null())
    if not crew or known.count() != len(set(crew)) or len(set(crew)) != len(crew):
        raise RuleViolation(_("Name each guard of the crew once."), field="crew")


def _open_spans(
    post: GuardPost, first: dt.date, last: dt.date, starts: dt.time, hours: int
) -> Iterator[Span]:
    """The shifts that begin on these days and that nobody keeps yet."""
    length = dt.timedelta(hours=hours)
    begins_at = _midnight(max(first, post.starts_on))
    until = last if post.ends_on is None else min(last, post.ends_on)
    planned: set[dt.datetime] = {
        row.starts_at
        for row in GuardShift.select(GuardShift.starts_at).where(
            (GuardShift.post == post.id) & (GuardShift.starts_at >= begins_at)
        )
    }
    for day in days_between(local_day(begins_at), until):
        for number in range(24 // hours):
            begins = dt.datetime.combine(day, starts, office_zone()) + number * length
            if begins.astimezone(dt.UTC) not in planned:
                yield begins, begins + length


def _taken(crew: Collection[int], first: dt.date, last: dt.date) -> dict[int, list[Span]]:
    """When the crew stands already, around the days of a plan."""
    taken: dict[int, list[Span]] = {staff: [] for staff in crew}
    query: Any = GuardShift.select(
        GuardShift.staff, GuardShift.starts_at, GuardShift.ends_at
    ).where(
        GuardShift.staff.in_(list(crew))
        & GuardShift.status.in_(KEPT_STATES)
        & (GuardShift.ends_at > _midnight(first) - LONGEST - BREAK)
        & (GuardShift.starts_at < _midnight(last) + dt.timedelta(days=2) + LONGEST + BREAK)
    )
    for staff, begins, ends in query.tuples():
        taken[staff].append((begins, ends))
    return taken


def _leave_days(crew: Collection[int], first: dt.date, last: dt.date) -> dict[int, set[dt.date]]:
    rows = leave_between(first, last).where(StaffLeave.staff.in_(list(crew)))
    leave: dict[int, set[dt.date]] = {staff: set() for staff in crew}
    for row in rows:
        leave[row.staff_id] |= set(days_between(row.starts_on, row.ends_on))
    return leave


def _substitute(shift: GuardShift, staff_id: int) -> Staff:
    """Who stands in, if he may: another person, not on leave, not too long in a row."""
    person: Staff | None = Staff.get_or_none((Staff.id == staff_id) & Staff.left_on.is_null())
    if person is None or person.id == shift.staff_id:
        raise RuleViolation(_("Choose somebody else from the list."), field="staff_id")
    begins = max(now(), shift.starts_at)
    words: Words | None = None
    if local_day(begins) in _leave_days([staff_id], local_day(begins), local_day(begins))[staff_id]:
        words = _("%(name)s has leave on that day.", name=person.name)
    row_begins, row_ends = stretch_around(staff_id, (begins, shift.ends_at))
    if row_ends - row_begins > LONGEST:
        words = _("%(name)s would stand more than 12 hours in a row.", name=person.name)
    if words is not None:
        raise RuleViolation(words, field="staff_id")
    return person


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), office_zone())
