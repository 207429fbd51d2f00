"""Meters read every month: expected in advance, entered in order, never backwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logistics.calendar import month_days
from logistics.database import local_today
from logistics.errors import InvalidRecord, RuleViolation, WrongState
from logistics.operations.energy.carrying import carry_to_uses
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.energy.arithmetic import RunsBackwards, used_between
from logistics.queries.energy.meters import (
    Standing,
    factor_on,
    last_reading,
    meters_in,
    months_between,
    open_before,
    reading_after,
    standing_before,
    swaps_between,
)
from logistics.tables.energy import Meter, MeterReading, MeterReplacement
from logistics.tables.energy.meters import READ
from logistics.wording import _


@dataclass(frozen=True)
class ReadingEntry:
    """What a meter shows.

    ``rolled_over``: it began again at 0; ``estimated``: nobody could read it.
    """

    value: Any
    read_on: dt.date | None = None
    rolled_over: bool = False
    estimated: bool = False
    note: str = ""


def expect_readings(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Lay out the readings of the months from ``first`` to ``last``, one for every meter that hangs
    there, due by the month's last day (R77). Answers how many were new.
    """
    require_verb(actor, "expect_readings")
    rows = (
        {"meter": meter.id, "month": month, "due_on": month_days(month)[1]}
        for month in months_between(first, last)
        for meter in meters_in(month)
    )
    return expect_rows(
        MeterReading, rows, key=("meter", "month"), actor=actor, verb="expect_readings"
    )


def record_readings(
    *, seen: Sequence[Seen], entries: Mapping[int, ReadingEntry], actor: Actor
) -> list[Outcome]:
    """Enter readings by their ids; the month's use of the office area follows from them (R77).

    Refused: a value below the reading before without a replacement or a new beginning, an earlier
    month that is still open, a day before the last reading or to come. Rows without an entry are
    left for later.
    """
    require_verb(actor, "record_readings")
    named = [wanted for wanted in seen if wanted.id in entries]
    if not named:
        raise InvalidRecord({"entries": [_("Enter at least one reading.")]})

    def enter(wanted: Seen) -> MeterReading:
        row = load(MeterReading, wanted)
        require_verb(actor, "record_readings", row)
        if row.status != "expected":
            raise WrongState(_("%(reading)s has been entered already.", reading=str(row)))
        earlier = open_before(row.meter_id, row.month)
        if earlier is not None:
            raise RuleViolation(
                _(
                    "Enter or estimate the reading of %(month)s first.",
                    month=f"{earlier.month:%Y-%m}",
                )
            )
        entry = entries[wanted.id]
        before = standing_before(row.meter, row.month)
        values = _values(row, entry, before)
        row = change(
            row,
            {
                **values,
                **_used(row.meter, before, values, entry.rolled_over),
                "status": "estimated" if entry.estimated else "read",
                "staff": actor.staff_id,
                "note": entry.note.strip()[:120],
            },
            actor=actor,
            verb="record_readings",
            where=MeterReading.status == "expected",
        )
        carry_to_uses(row.meter, row.month, actor=actor, verb="record_readings")
        return row

    return each(named, enter, done=_("Entered."), model=MeterReading)


def correct_readings(
    *, seen: Sequence[Seen], value: Decimal, reason: str, actor: Actor
) -> list[Outcome]:
    """Put a wrong reading right. The use of the next month changes with it."""
    require_verb(actor, "correct_readings")
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why.")]})

    def correct(wanted: Seen) -> MeterReading:
        row = load(MeterReading, wanted)
        require_verb(actor, "correct_readings", row)
        if row.status not in READ:
            raise WrongState(_("This reading has not been taken yet; enter it."))
        before = standing_before(row.meter, row.month)
        entry = ReadingEntry(value, read_on=row.read_on)
        values = _values(row, entry, before)
        used = _used(row.meter, before, values, row.rolled_over)
        changes = {**values, **used, "status": "read", "note": reason.strip()[:120]}
        row = change(row, changes, actor=actor, verb="correct_readings")
        carry_to_uses(row.meter, row.month, actor=actor, verb="correct_readings")
        later = reading_after(row.meter_id, row.month)
        if later is not None:
            stands = Standing(row.value, row.read_on)
            taken = {"value": later.value, "read_on": later.read_on}
            change(
                later,
                _used(row.meter, stands, taken, later.rolled_over),
                actor=actor,
                verb="correct_readings",
            )
            carry_to_uses(row.meter, later.month, actor=actor, verb="correct_readings")
        return row

    return each(seen, correct, done=_("Corrected."), model=MeterReading)


def replace_meters(
    *,
    seen: Sequence[Seen],
    replaced_on: dt.date,
    old_end: Decimal,
    new_start: Decimal,
    reason: str,
    actor: Actor,
    new_serial_no: str = "",
    new_factor: Decimal | None = None,
) -> list[Outcome]:
    """Note that a meter was replaced: what the old one counted to its end is not lost, and the
    next reading of the new one is not compared with the old (features, case 12).
    """
    require_verb(actor, "replace_meters")
    if not reason.strip():
        raise InvalidRecord({"reason": [_("Say why.")]})

    def replace(wanted: Seen) -> Meter:
        row = load(Meter, wanted)
        require_verb(actor, "replace_meters", row)
        values, errors = clean_values(
            MeterReplacement,
            {
                "replaced_on": replaced_on,
                "old_end": old_end,
                "new_start": new_start,
                "new_serial_no": new_serial_no,
                "new_factor": new_factor if new_factor is not None else row.factor,
                "reason": reason,
            },
        )
        if errors:
            raise InvalidRecord(errors)
        _refuse_replacement(row, values)
        add(
            MeterReplacement(
                meter=row,
                old_serial_no=row.serial_no,
                old_factor=row.factor,
                staff=actor.staff_id,
                **values,
            ),
            actor=actor,
            verb="replace_meters",
        )
        changes = {"serial_no": values["new_serial_no"], "factor": values["new_factor"]}
        return change(row, changes, actor=actor, verb="replace_meters")

    return each(seen, replace, done=_("The replacement is noted."), model=Meter)


def _values(row: MeterReading, entry: ReadingEntry, before: Standing) -> dict[str, Any]:
    read_on = entry.read_on or min(local_today(), row.due_on)
    cleaned, errors = clean_values(MeterReading, {"value": entry.value, "read_on": read_on})
    if "value" not in errors and cleaned["value"] is None:
        errors["value"] = [_("Enter what the meter shows.")]
    if "read_on" not in errors and cleaned["read_on"] > local_today():
        errors["read_on"] = [_("This day is still to come.")]
    elif "read_on" not in errors and cleaned["read_on"] < before.read_on:
        errors["read_on"] = [_("The reading before was taken on %(day)s.", day=before.read_on)]
    if errors:
        raise InvalidRecord(errors)
    return cleaned


def _used(
    meter: Meter, before: Standing, values: Mapping[str, Any], rolled_over: bool
) -> dict[str, Any]:
    """The columns that follow from a reading and the one before."""
    read_on = values["read_on"]
    try:
        used = used_between(
            before.value,
            values["value"],
            factor=factor_on(meter, read_on),
            swaps=swaps_between(meter, before.read_on, read_on),
            rolled_over=rolled_over,
            digits=meter.digits,
        )
    except RunsBackwards as wrong:
        words = _(
            "%(meter)s: %(value)s is below the reading before, %(previous)s. Enter the "
            "replacement of the meter first, or say that it began again at 0.",
            meter=str(meter),
            value=wrong.value,
            previous=wrong.previous,
        )
        raise InvalidRecord({"value": [words]}) from None
    return {"previous": before.value, "used": used, "rolled_over": rolled_over}


def _refuse_replacement(row: Meter, values: Mapping[str, Any]) -> None:
    last = last_reading(row.id)
    stands = (
        Standing(last.value, last.read_on) if last else Standing(row.first_value, row.installed_on)
    )
    if values["replaced_on"] is None or values["replaced_on"] > local_today():
        raise InvalidRecord({"replaced_on": [_("Give a day that is not to come.")]})
    if values["replaced_on"] <= stands.read_on:
        words = _("The meter was read on %(day)s; the replacement came later.", day=stands.read_on)
        raise InvalidRecord({"replaced_on": [words]})
    again = swaps_between(row, stands.read_on, values["replaced_on"])
    least = again[-1].new_start if again else stands.value
    if values["old_end"] < least:
        words = _("The old meter showed %(value)s already.", value=least)
        raise InvalidRecord({"old_end": [words]})


__all__ = [
    "ReadingEntry",
    "correct_readings",
    "expect_readings",
    "record_readings",
    "replace_meters",
]
