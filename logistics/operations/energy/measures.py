"""Saving measures: done, and then measured, so that what they promise is not what they count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from logistics.database import local_today
from logistics.errors import InvalidRecord, NotPermitted
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.operations.validation import Errors
from logistics.permissions import Actor, may_verb, require_verb
from logistics.tables.energy import EnergyMeasure
from logistics.wording import _


def finish_energy_measures(
    *, seen: Sequence[Seen], done_on: dt.date | None, actor: Actor
) -> list[Outcome]:
    """Report measures as done (R76): who is responsible for them, or the energy officer."""
    require_verb(actor, "finish_energy_measures")
    if done_on is None or done_on > local_today():
        raise InvalidRecord({"done_on": [_("Give a day that is not to come.")]})

    def finish(wanted: Seen) -> EnergyMeasure:
        row = load(EnergyMeasure, wanted)
        if row.owner_id != actor.staff_id and not may_verb(actor, "verify_energy_measures", row):
            raise NotPermitted(_("Only the person responsible reports this."))
        return move(
            EnergyMeasure,
            wanted,
            to="done",
            out_of=("planned",),
            actor=actor,
            verb="finish_energy_measures",
            changes={"done_on": done_on},
        )

    return each(seen, finish, done=_("Done."), model=EnergyMeasure)


def verify_energy_measures(
    *, seen: Sequence[Seen], saving_measured: Decimal | None, effect: str, actor: Actor
) -> list[Outcome]:
    """Enter what a measure saves a year as measured, and what has changed (R75, R76)."""
    require_verb(actor, "verify_energy_measures")
    errors: Errors = {}
    if saving_measured is None or saving_measured < 0:
        errors["saving_measured"] = [_("Say what was measured; 0 if nothing was saved.")]
    if not effect.strip():
        errors["effect"] = [_("Say how it was measured and what has changed.")]
    if errors:
        raise InvalidRecord(errors)

    def verify(wanted: Seen) -> EnergyMeasure:
        require_verb(actor, "verify_energy_measures", load(EnergyMeasure, wanted))
        return move(
            EnergyMeasure,
            wanted,
            to="verified",
            out_of=("done",),
            actor=actor,
            verb="verify_energy_measures",
            changes={
                "saving_measured": saving_measured,
                "effect": effect.strip(),
                "verified_on": local_today(),
            },
        )

    return each(seen, verify, done=_("Entered."), model=EnergyMeasure)
