"""Compiling a month's roster: by fair rotation, and by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from logistics.auditing import record, snapshot
from logistics.calendar import month_days
from logistics.errors import Conflict, InvalidRecord, NotFound, RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import change, label_of_status, load
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.checks import (
    double_words,
    duties_of,
    key_of,
    not_eligible,
    rest_of,
    turn_on,
)
from logistics.queries.duty.posts import (
    OPENINGS,
    Away,
    DutyPost,
    PostKey,
    pools,
    posts_of,
    tally_so_far,
)
from logistics.queries.duty.standing import turns_around
from logistics.rostering import DAY_CLASSES, Post, Tally, doubles, rotate
from logistics.tables.duty import DutyAssignment, DutyMember, DutyMonth
from logistics.tables.people import Staff
from logistics.wording import _

Pools = Mapping[tuple[str, int | None], Sequence[Staff]]


def draft_duty_months(*, seen: Sequence[Seen], actor: Actor, afresh: bool = False) -> list[Outcome]:
    """Fill the empty posts of draft months by fair rotation; ``afresh`` empties them first (R40).

    Working days, days off and statutory holidays are each shared evenly, with the counts of
    earlier months carried over. Nobody is taken from leave or against the rest that the month asks
    for; a post for which nobody is left stays empty and shows as a gap.
    """
    require_verb(actor, "draft_duty_months")

    def draft(row: Seen) -> DutyMonth:
        month = _open_draft(row)
        if afresh:
            _remove(duties_of(month), actor, "draft_duty_months")
        filled = {key_of(duty) for duty in duties_of(month)}
        empty = [post for post in posts_of(month.month) if post.key not in filled]
        _insert(month, _shared_out(month, empty, actor), actor, "draft_duty_months")
        return change(
            month, {"compiled_by": actor.account_id}, actor=actor, verb="draft_duty_months"
        )

    return each(seen, draft, done=_("Drafted."), model=DutyMonth)


def assign_duties(
    *, seen: Sequence[Seen], choices: Mapping[PostKey, int | None], actor: Actor
) -> list[Outcome]:
    """Put people on posts of draft months by hand; None empties a post. All or nothing a month.

    Too short a rest is allowed here and shows among the problems of the month. Refused are posts
    that the month does not have, people who may not keep them, and being in two places at once.
    """
    require_verb(actor, "assign_duties")

    def assign(row: Seen) -> DutyMonth:
        month = _open_draft(row)
        first, last = month_days(month.month)
        own = {key: who for key, who in choices.items() if first <= key.duty_on <= last}
        with explained(DutyAssignment):
            _reassign(month, own, actor)
        return change(month, {"compiled_by": actor.account_id}, actor=actor, verb="assign_duties")

    return each(seen, assign, done=_("Saved."), model=DutyMonth)


def _reassign(month: DutyMonth, choices: Mapping[PostKey, int | None], actor: Actor) -> None:
    posts = {post.key: post for post in posts_of(month.month)}
    if not choices.keys() <= posts.keys():
        raise NotFound(_("The roster of %(month)s has no such post.", month=str(month)))
    standing = {key_of(duty): duty for duty in duties_of(month)}
    changed = {
        key: staff_id
        for key, staff_id in choices.items()
        if staff_id != (standing[key].staff_id if key in standing else None)
    }
    chosen = {posts[key]: staff_id for key, staff_id in changed.items() if staff_id}
    # All go before any comes, so that two people can change places in one go.
    _remove([standing[key] for key in changed if key in standing], actor, "assign_duties")
    _refuse_unfit(chosen, _staff_by_id(chosen.values()))
    _insert(month, chosen, actor, "assign_duties")


def _open_draft(seen: Seen) -> DutyMonth:
    month = load(DutyMonth, seen)
    if month.status != "draft":
        raise WrongState(
            _(
                "The roster of %(month)s is “%(status)s”; it changes only by swaps now.",
                month=str(month),
                status=label_of_status(DutyMonth, month.status),
            )
        )
    return month


def _shared_out(month: DutyMonth, empty: Sequence[DutyPost], actor: Actor) -> dict[DutyPost, int]:
    if not empty:
        return {}
    people = pools()
    tally = tally_so_far()
    _settle_openings(tally, people, actor)
    away = Away((person for pool in people.values() for person in pool), *month_days(month.month))

    def is_away(staff_id: int, post: Post) -> bool:
        span = post.starts_at, post.ends_at
        return bool(away.leave_during(staff_id, *span)) or not away.is_employed(staff_id, *span)

    given = rotate(
        [_candidacy(post, people) for post in empty],
        tally=tally,
        turns=turns_around(empty[0].starts_at, empty[-1].ends_at),
        rest=rest_of(month),
        is_away=is_away,
    )
    return {post: staff_id for post in empty if (staff_id := given[post.key]) is not None}


def _candidacy(post: DutyPost, people: Pools) -> Post:
    pool = people.get((post.key.role, post.shift.site_id), ())
    return Post(
        post.key,
        post.key.role,
        [person.id for person in pool],
        post.day_class,
        post.starts_at,
        post.ends_at,
        post.shift.is_night,
    )


def _settle_openings(tally: Tally, people: Pools, actor: Actor) -> None:
    """Whoever takes part for the first time starts level with the least burdened of his pool.

    Otherwise a newcomer would be given every duty until he had caught up with years.
    """
    newcomers = DutyMember.select().where(
        DutyMember.is_eligible & DutyMember.opening_workdays.is_null()
    )
    for member in newcomers:
        others = [
            person.id
            for person in people.get((member.role, member.site_id), ())
            if person.id != member.staff_id and tally.total(member.role, person.id)
        ]
        openings = dict.fromkeys(OPENINGS.values(), 0)
        if not tally.total(member.role, member.staff_id) and others:
            for klass in DAY_CLASSES:
                least = min(tally.days[member.role, other, klass] for other in others)
                openings[OPENINGS[klass]] = least
                tally.add(member.role, member.staff_id, klass, is_night=False, times=least)
        change(member, openings, actor=actor, verb="draft_duty_months")


def _refuse_unfit(chosen: Mapping[DutyPost, int], staff: Mapping[int, Staff]) -> None:
    """Refuse who is not in the pool of the role, and who would stand in two places at once."""
    if not chosen:
        return
    people = pools()
    for post, staff_id in chosen.items():
        if staff_id not in staff:
            raise InvalidRecord({"staff": [_("Choose one from the list.")]})
        pool = people.get((post.key.role, post.shift.site_id), ())
        if staff[staff_id] not in pool:
            raise RuleViolation(not_eligible(staff[staff_id].name, post.key.role), field="staff")
    span = min(post.starts_at for post in chosen), max(post.ends_at for post in chosen)
    turns = turns_around(*span, set(chosen.values()))
    turns += [turn_on(post, staff_id) for post, staff_id in chosen.items()]
    for earlier, later in doubles(turns):
        name = staff[earlier.staff_id].name
        raise Conflict(double_words(name, earlier, later), field="staff")


def _insert(month: DutyMonth, chosen: Mapping[DutyPost, int], actor: Actor, verb: str) -> None:
    staff = _staff_by_id(chosen.values())
    posts = {post.key: post for post in chosen}
    rows = [
        {
            "month": month.id,
            "shift": post.key.shift_id,
            "site": post.shift.site_id,
            "role": post.key.role,
            "place": post.key.place,
            "staff": staff_id,
            "duty_on": post.key.duty_on,
            "day_class": post.day_class,
            "starts_at": post.starts_at,
            "ends_at": post.ends_at,
            "created_by": actor.account_id,
            "updated_by": actor.account_id,
        }
        for post, staff_id in chosen.items()
    ]
    if not rows:
        return
    for duty in DutyAssignment.insert_many(rows).returning(DutyAssignment).execute():
        # Known already; the audit's label must not ask for them row by row.
        duty.shift, duty.staff = posts[key_of(duty)].shift, staff[duty.staff_id]
        record(actor, verb, duty)


def _staff_by_id(ids: Iterable[int]) -> dict[int, Staff]:
    wanted = Staff.select().where(Staff.id.in_(list(ids)))
    return {person.id: person for person in wanted}


def _remove(duties: Sequence[DutyAssignment], actor: Actor, verb: str) -> None:
    """A draft's duties were never published: they leave the table, but not the audit."""
    if duties:
        ids = [duty.id for duty in duties]
        DutyAssignment.delete().where(DutyAssignment.id.in_(ids)).execute()
    for duty in duties:
        record(actor, verb, duty, before=snapshot(duty), after={})
