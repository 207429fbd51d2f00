"""On duty: the log, the handover from one to the next, and calls that test the duty phone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.database import now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load, move
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.standing import expected_on_duty, relief_of
from logistics.tables.duty import DutyAssignment, DutyHandover, DutyLog, PhoneCheck
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.tables.organisation import Site
from logistics.wording import Words, _

# The log of a night may be finished on the next day, not next week.
WRITTEN_WITHIN = dt.timedelta(hours=12)
HANDED_OVER_WITHIN = dt.timedelta(hours=1)


def note_duty(
    *,
    seen: Sequence[Seen],
    noted_at: dt.datetime | str,
    kind: str,
    content: str,
    actor: Actor,
    handled: str = "",
    reported_to: str = "",
) -> list[Outcome]:
    """Write into the log of one's own duty, while it runs or within twelve hours after.

    What stands there stays; a mistake is corrected by a further entry.
    """
    require_verb(actor, "note_duty")
    values = {
        "noted_at": noted_at,
        "kind": kind,
        "content": content.strip(),
        "handled": handled,
        "reported_to": reported_to,
    }

    def note(row: Seen) -> DutyLog:
        duty = _own_duty(row, actor)
        latest = duty.ends_at + WRITTEN_WITHIN
        if now() > latest:
            raise WrongState(_("The log of this duty was closed twelve hours after its end."))
        cleaned, errors = clean_values(DutyLog, values)
        moment = cleaned.get("noted_at")
        if moment and not duty.starts_at <= moment <= min(now(), latest):
            errors["noted_at"] = [_("This lies outside your duty.")]
        if errors:
            raise InvalidRecord(errors)
        site_id = duty.site_id or actor.site_id
        entry = DutyLog(**cleaned, assignment=duty, site=site_id, author=actor.staff_id)
        return add(entry, actor=actor, verb="note_duty")

    return each(seen, note, done=_("Entered."), model=DutyAssignment)


def hand_over_duty(
    *,
    seen: Sequence[Seen],
    matters: str,
    actor: Actor,
    open_items: str = "",
    keys_handed: bool = True,
) -> list[Outcome]:
    """Hand one's own duty over to whom the roster names next, in its last hour or later (R40).

    The next person confirms under an own log-in (``take_over_duty``).
    """
    require_verb(actor, "hand_over_duty")
    if not matters.strip():
        raise RuleViolation(_("Write what happened, or that nothing did."), field="matters")

    def hand_over(row: Seen) -> DutyHandover:
        duty = _own_duty(row, actor)
        if now() < duty.ends_at - HANDED_OVER_WITHIN:
            raise WrongState(
                _("Duty ends at %(end)s; hand over in its last hour.", end=duty.ends_at)
            )
        if DutyHandover.get_or_none(DutyHandover.outgoing == duty.id) is not None:
            raise WrongState(_("%(duty)s was handed over already.", duty=str(duty)))
        relief = relief_of(duty)
        handover = DutyHandover(
            outgoing=duty,
            incoming=relief,
            site=duty.site_id,
            handed_at=now(),
            matters=matters.strip(),
            open_items=open_items.strip(),
            keys_handed=keys_handed,
        )
        add(handover, actor=actor, verb="hand_over_duty")
        if relief is not None:
            notify(
                relief.staff,
                _("%(name)s hands duty over to you; please confirm.", name=duty.staff.name),
                link=f"/admin/duty_handover/details/?id={handover.id}",
            )
        return handover

    return each(seen, hand_over, done=_("Handed over."), model=DutyAssignment)


def take_over_duty(*, seen: Sequence[Seen], actor: Actor, remark: str = "") -> list[Outcome]:
    """Confirm that one has taken over. Where the office itself follows, somebody of it confirms."""
    require_verb(actor, "take_over_duty")

    def take_over(row: Seen) -> DutyHandover:
        handover = load(DutyHandover, row)
        _refuse_wrong_successor(handover, actor)
        return move(
            DutyHandover,
            row,
            to="received",
            out_of=("handed",),
            actor=actor,
            verb="take_over_duty",
            changes={
                "received_at": now(),
                "received_by": actor.staff_id,
                "remark": remark.strip()[:200],
            },
        )

    return each(seen, take_over, done=_("Taken over."), model=DutyHandover)


def record_phone_checks(
    *,
    seen: Sequence[Seen],
    called_at: dt.datetime | str,
    is_answered: bool,
    actor: Actor,
    answered_by: str = "",
    note: str = "",
) -> list[Outcome]:
    """Record calls to the duty phones of office areas, against whom the roster names there
    (R40).
    """
    require_verb(actor, "record_phone_checks")
    values = {
        "called_at": called_at,
        "is_answered": is_answered,
        "answered_by": answered_by,
        "note": note,
    }
    cleaned, errors = clean_values(PhoneCheck, values)
    if "called_at" not in errors and cleaned["called_at"] > now():
        errors["called_at"] = [_("A call cannot lie in the future.")]
    if errors:
        raise InvalidRecord(errors)

    def check(row: Seen) -> PhoneCheck:
        site = load(Site, row)
        duty = _expected(site, cleaned["called_at"], actor)
        call = PhoneCheck(**cleaned, assignment=duty, staff=duty.staff, site=site, phone=site.phone)
        return add(call, actor=actor, verb="record_phone_checks")

    return each(seen, check, done=_("Recorded."), model=Site)


def _expected(site: Site, moment: dt.datetime, actor: Actor) -> DutyAssignment:
    expected = expected_on_duty(moment, site.id)
    if not expected:
        raise WrongState(
            _("The roster names nobody at %(site)s at that time.", site=site.name),
            field="called_at",
        )
    if actor.staff_id in {duty.staff_id for duty in expected}:
        raise NotPermitted(_("Nobody checks himself."))
    return expected[0]


def _own_duty(seen: Seen, actor: Actor) -> DutyAssignment:
    duty = load(DutyAssignment, seen)
    if duty.staff_id != actor.staff_id or duty.status != "assigned":
        raise NotPermitted(_("This is not your duty."))
    if duty.month.status not in PUBLIC_STATES:
        raise WrongState(_("The roster of this month is not published yet."))
    if duty.starts_at > now():
        raise WrongState(_("Your duty has not begun yet."))
    return duty


def _refuse_wrong_successor(handover: DutyHandover, actor: Actor) -> None:
    outgoing, incoming = handover.outgoing, handover.incoming
    words: Words | None = None
    if actor.staff_id in (None, outgoing.staff_id):
        words = _("Nobody hands over to himself.")
    elif incoming is not None and incoming.staff_id != actor.staff_id:
        words = _("The roster names %(name)s to take over.", name=incoming.staff.name)
    elif incoming is None and handover.site_id not in (None, actor.site_id):
        words = _("Somebody of that office area confirms the handover.")
    if words is not None:
        raise NotPermitted(words)
