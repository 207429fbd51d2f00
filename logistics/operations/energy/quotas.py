"""Quotas approved, compared with what was used, and explained where the limit was passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load, move
from logistics.operations.validation import Errors
from logistics.permissions import Actor, require_verb
from logistics.queries.energy.arithmetic import NoCoefficient, over_percent
from logistics.queries.energy.uses import Judgement, judge
from logistics.tables.energy import EnergyQuota, EnergyUse, OverQuotaNote
from logistics.tables.energy.meters import ENERGY_KINDS
from logistics.tables.energy.uses import BANDS, INDICATOR_UNITS
from logistics.wording import Words, _

NOTE_PAGE = "/admin/over_quota_note/details/?id={id}"


def approve_quotas(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Put quotas into force (R77). Nobody approves a quota that he entered himself."""
    require_verb(actor, "approve_quotas")

    def approve(wanted: Seen) -> EnergyQuota:
        row = load(EnergyQuota, wanted)
        require_verb(actor, "approve_quotas", row)
        if row.created_by_id is not None and row.created_by_id == actor.account_id:
            raise NotPermitted(_("Nobody approves a quota that he entered himself."))
        return move(
            EnergyQuota,
            wanted,
            to="approved",
            out_of=("draft",),
            actor=actor,
            verb="approve_quotas",
            changes={"approved_by": actor.account_id, "approved_at": now()},
        )

    return each(seen, approve, done=_("Approved"), model=EnergyQuota)


def judge_quotas(
    *, seen: Sequence[Seen], first: dt.date, last: dt.date, actor: Actor
) -> list[Outcome]:
    """Compare the use of a period with quotas in force. Where the limit was passed, a note is
    opened in which the office area has to explain it (R77).
    """
    require_verb(actor, "judge_quotas")
    if first is None or last is None or last < first:
        raise InvalidRecord({"last": [_("The end lies before the start.")]})
    told: dict[int, Words] = {}

    def compare(wanted: Seen) -> EnergyQuota:
        row = load(EnergyQuota, wanted)
        require_verb(actor, "judge_quotas", row)
        if row.status != "approved":
            raise WrongState(_("This quota is not in force yet."))
        if (first.year, last.year) != (row.year, row.year):
            raise InvalidRecord({"first": [_("The period lies within the year of the quota.")]})
        found = judged(row, first, last)
        told[row.id] = said_of(row, found)
        if found.band == "over":
            _open_note(row, first, last, found, actor)
        return row

    outcomes = each(seen, compare, done=_("Compared."), model=EnergyQuota)
    return [replace(each_, words=told.get(each_.id, each_.words)) for each_ in outcomes]


def judged(row: EnergyQuota, first: dt.date, last: dt.date) -> Judgement:
    """The judgement on a quota; refused in words where a coal equivalent is missing."""
    try:
        return judge(row, first, last)
    except NoCoefficient as missing:
        raise RuleViolation(
            _(
                "There is no coal equivalent of %(kind)s for %(day)s; enter it first.",
                kind=ENERGY_KINDS[missing.kind],
                day=missing.day,
            )
        ) from None


def said_of(row: EnergyQuota, found: Judgement) -> Words:
    """A judgement as a sentence."""
    if found.actual is None:
        return _("No use is entered for this period.")
    if found.allowed is None or found.band is None:
        return _("There is no profile of last year to spread the quota by.")
    return _(
        "%(band)s: %(actual)s of %(allowed)s %(unit)s",
        band=BANDS[found.band],
        actual=found.actual,
        allowed=found.allowed,
        unit=INDICATOR_UNITS[row.indicator],
    )


def submit_over_quota_notes(
    *,
    seen: Sequence[Seen],
    cause: str,
    measure: str,
    due_on: dt.date | None,
    actor: Actor,
) -> list[Outcome]:
    """Explain why more was used, and what is done about it until when."""
    require_verb(actor, "submit_over_quota_notes")
    errors: Errors = {
        name: [_("Fill this in.")]
        for name, text in (("cause", cause), ("measure", measure))
        if not text.strip()
    }
    if due_on is None or due_on < local_today():
        errors["due_on"] = [_("Give a day that is still to come.")]
    if errors:
        raise InvalidRecord(errors)

    def submit(wanted: Seen) -> OverQuotaNote:
        row = load(OverQuotaNote, wanted)
        require_verb(actor, "submit_over_quota_notes", row)
        return move(
            OverQuotaNote,
            wanted,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_over_quota_notes",
            changes={
                "doc_no": row.doc_no or take_number("EO", local_today()),
                "cause": cause.strip(),
                "measure": measure.strip(),
                "due_on": due_on,
                "submitted_at": now(),
                "submitted_by": actor.account_id,
            },
        )

    return each(seen, submit, done=_("Submitted"), model=OverQuotaNote)


def accept_over_quota_notes(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Accept explanations. Nobody accepts his own."""
    return _decide(
        seen, actor, "accept_over_quota_notes", "accepted", _("Explanation accepted"), comment
    )


def return_over_quota_notes(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Send explanations back; the comment says what is missing."""
    if not comment.strip():
        raise InvalidRecord({"comment": [_("Say why.")]})
    return _decide(seen, actor, "return_over_quota_notes", "returned", _("Returned"), comment)


def enter_energy_costs(
    *, seen: Sequence[Seen], cost: Decimal | None, actor: Actor
) -> list[Outcome]:
    """Enter what the supplier charged for a month's use, metered or not."""
    require_verb(actor, "enter_energy_costs")
    if cost is None or cost < 0:
        raise InvalidRecord({"cost": [_("Give an amount of yuan.")]})

    def enter(wanted: Seen) -> EnergyUse:
        row = load(EnergyUse, wanted)
        require_verb(actor, "enter_energy_costs", row)
        return change(row, {"cost": cost}, actor=actor, verb="enter_energy_costs")

    return each(seen, enter, done=_("Entered."), model=EnergyUse)


def _open_note(
    row: EnergyQuota, first: dt.date, last: dt.date, found: Judgement, actor: Actor
) -> None:
    values = {
        "allowed": found.allowed,
        "actual": found.actual,
        "over_percent": over_percent(found.actual or Decimal(0), found.allowed or Decimal(0)),
    }
    note = OverQuotaNote.get_or_none(
        (OverQuotaNote.quota == row.id)
        & (OverQuotaNote.starts_on == first)
        & (OverQuotaNote.ends_on == last)
    )
    if note is None:
        note = OverQuotaNote(
            quota=row.id, site=row.site_id, starts_on=first, ends_on=last, **values
        )
        add(note, actor=actor, verb="judge_quotas")
    elif note.status in ("draft", "returned"):
        change(note, values, actor=actor, verb="judge_quotas")


def _decide(
    seen: Sequence[Seen], actor: Actor, verb: str, state: str, done: Words, comment: str
) -> list[Outcome]:
    require_verb(actor, verb)

    def decide(wanted: Seen) -> OverQuotaNote:
        row = load(OverQuotaNote, wanted)
        require_verb(actor, verb, row)
        if row.submitted_by_id is not None and row.submitted_by_id == actor.account_id:
            raise NotPermitted(_("Nobody decides on his own explanation."))
        row = move(
            OverQuotaNote,
            wanted,
            to=state,
            out_of=("submitted",),
            actor=actor,
            verb=verb,
            changes={
                "decided_by": actor.account_id,
                "decided_at": now(),
                "decision_note": comment.strip()[:200],
            },
        )
        if row.submitted_by is not None:
            words = _("%(note)s: %(decision)s", note=str(row), decision=done)
            notify(row.submitted_by, words, link=NOTE_PAGE.format(id=row.id))
        return row

    return each(seen, decide, done=done, model=OverQuotaNote)
