"""Inspections of cleaning, in three tiers: by leader, supervisor and office (R34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, load, move
from logistics.operations.validation import REQUIRED, clean_values
from logistics.permissions import Actor, require_verb
from logistics.tables.cleaning import CleanArea, CleaningInspection
from logistics.wording import _

PASS_MARK = Decimal(60)
INSPECTION_PAGE = "/admin/cleaning_inspection/details/?id={id}"


def inspect_clean_areas(
    *,
    seen: Sequence[Seen],
    level: str,
    score: Decimal | str,
    actor: Actor,
    findings: str = "",
    rectify_by: dt.date | str | None = None,
) -> list[Outcome]:
    """Record an inspection of areas with a score of 0 to 100; what was found is to be put right.

    Nobody inspects what he cleans himself. Below 60 the findings must be said, and findings need
    a day by which they are put right.
    """
    require_verb(actor, "inspect_clean_areas")
    values = _clean(level, score, findings, rectify_by)

    def inspect(row: Seen) -> CleaningInspection:
        area = load(CleanArea, row)
        if area.cleaner_id is not None and area.cleaner_id == actor.staff_id:
            raise NotPermitted(_("Nobody inspects what he cleans himself."))
        inspection = CleaningInspection(
            **values,
            doc_no=take_number("CI"),
            site=area.site_id,
            area=area,
            cleaner=area.cleaner_id,
            inspected_at=now(),
            inspector=actor.staff_id,
            status="rectifying" if values["findings"] else "closed",
        )
        add(inspection, actor=actor, verb="inspect_clean_areas")
        if values["findings"] and area.cleaner is not None:
            notify(
                area.cleaner,
                _(
                    "%(area)s: to be put right by %(day)s: %(what)s",
                    area=area.name,
                    day=values["rectify_by"],
                    what=values["findings"],
                ),
                link=INSPECTION_PAGE.format(id=inspection.id),
            )
        return inspection

    return each(seen, inspect, done=_("Inspection entered."), model=CleanArea)


def rectify_cleaning_inspections(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Report what an inspection found as put right, with how; then it is rechecked."""
    require_verb(actor, "rectify_cleaning_inspections")
    if not note.strip():
        raise RuleViolation(_("Write how it was put right."), field="note")

    def rectify(row: Seen) -> CleaningInspection:
        require_verb(actor, "rectify_cleaning_inspections", load(CleaningInspection, row))
        return move(
            CleaningInspection,
            row,
            to="rectified",
            out_of=("rectifying",),
            actor=actor,
            verb="rectify_cleaning_inspections",
            changes={"rectified_at": now(), "rectified_note": note.strip()[:200]},
        )

    return each(seen, rectify, done=_("Reported as put right."), model=CleaningInspection)


def close_cleaning_inspections(
    *, seen: Sequence[Seen], actor: Actor, is_right: bool = True
) -> list[Outcome]:
    """Recheck what was put right: close it, or give it back. Nobody rechecks his own cleaning."""
    require_verb(actor, "close_cleaning_inspections")

    def close(row: Seen) -> CleaningInspection:
        if load(CleaningInspection, row).cleaner_id == actor.staff_id:
            raise NotPermitted(_("Nobody rechecks what he had to put right himself."))
        return move(
            CleaningInspection,
            row,
            to="closed" if is_right else "rectifying",
            out_of=("rectified",),
            actor=actor,
            verb="close_cleaning_inspections",
            changes={} if is_right else {"rectified_at": None},
        )

    return each(seen, close, done=_("Rechecked."), model=CleaningInspection)


def _clean(
    level: str, score: Decimal | str, findings: str, rectify_by: dt.date | str | None
) -> dict[str, Any]:
    given = {"level": level, "score": score, "findings": findings.strip(), "rectify_by": rectify_by}
    cleaned, errors = clean_values(CleaningInspection, given)
    if "score" not in errors and cleaned["score"] < PASS_MARK and not cleaned["findings"]:
        errors["findings"] = [_("Below %(mark)s points say what was found.", mark=PASS_MARK)]
    if "rectify_by" not in errors and cleaned["findings"]:
        if cleaned["rectify_by"] is None:
            errors["rectify_by"] = [REQUIRED]
        elif cleaned["rectify_by"] < local_today():
            errors["rectify_by"] = [_("This day is past.")]
    if errors:
        raise InvalidRecord(errors)
    return cleaned
