"""A person's score sheet: bars, every item with its evidence, the place among the peers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from flask import url_for
from flask_admin import expose
from wtforms import TextAreaField

from admin_views import current
from admin_views.assessment.papers import RESULT_PRINTS
from admin_views.codes import group_name
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import now, trimmed
from logistics.operations.assessment import lodge_objections
from logistics.permissions import Actor
from logistics.queries.assessment.sheets import (
    UNSCORED,
    Line,
    Sheet,
    nominal_weight,
    sheet_of,
)
from logistics.tables.assessment.choices import GRADE_TONES, GRADES, TAGS
from logistics.wording import Words, _
from models import AssessmentResult, Objection

RATED = ("rating", "ballot")
LODGE = Verb(
    lodge_objections,
    _("Object"),
    icon="chat-left-text",
    bulk=False,
    fields={"grounds": TextAreaField(_("Grounds"))},
    when=lambda row: row.run.cycle.status in ("publicised", "notified"),
)


class AssessmentResultView(TableView):
    """A result is read on its sheet and printed as the forms 考核表 and 考核结果通知书."""

    verbs = (LODGE,)
    print_endpoints: ClassVar[tuple[tuple[str, Words], ...]] = (("print", _("Assessment form")),)
    prints = RESULT_PRINTS

    def pages(self, row: AssessmentResult, actor: Actor) -> Sequence[Page]:
        return (Page(_("Score sheet"), self.address_of("sheet", row), "card-checklist"),)

    @expose("/sheet/")
    def sheet(self) -> Any:
        sheet, actor = sheet_of(self.one()), current.actor()
        return self.render(
            "assessment/sheet.html",
            view=self.facts(),
            **sheet_facts(sheet, actor),
            actions=_actions(sheet.result, actor),
            print_url=self.address_of("print", sheet.result),
            timeline=list(_timeline(sheet)),
            crumbs=self.crumbs(str(sheet.result.staff)),
        )

    @expose("/print/")
    def print(self) -> Any:
        sheet, actor = sheet_of(self.one()), current.actor()
        return self.render(
            "assessment/print_sheet.html",
            **sheet_facts(sheet, actor),
            back_url=self.address_of("sheet", sheet.result),
            printed_at=now(),
            printed_by=actor.name,
        )


def sheet_facts(sheet: Sheet, actor: Actor) -> dict[str, Any]:
    """What the page and the printed form both show."""
    result = sheet.result
    missing = sheet.without_data
    return {
        "sheet": sheet,
        "result": result,
        "subject": result.staff,
        "cycle": sheet.cycle,
        "post": sheet.participant.post if sheet.participant else None,
        "grade": GRADES[sheet.grade],
        "tone": GRADE_TONES[sheet.grade],
        "group": group_name(result.peer_group),
        "aspects": [
            {
                "label": TAGS[aspect.tag],
                "full": shown(aspect.full),
                "score": shown(aspect.score),
                "median": shown(aspect.median),
            }
            for aspect in sheet.aspects
        ],
        "groups": [
            _group(dimension.name, lines, sheet, actor) for dimension, lines in sheet.dimensions
        ],
        "extras": [_row(line, sheet, actor) for line in sheet.extras if line.score.records],
        "missing": len(missing),
        "missing_weight": shown(sum(map(nominal_weight, missing), Decimal())),
        "rest": shown(result.data_share),
        "rest_points": shown((result.base or Decimal()) * result.data_share / 100),
        "peer_totals": [shown(total) for total in sheet.peers],
        "median": shown(sheet.median),
        "lowest": _lowest(sheet),
        "highest": math.ceil(max([Decimal(100), *sheet.peers, result.total or Decimal(0)])),
        "note": _compared(sheet),
    }


def shown(value: Decimal | None) -> Decimal | None:
    """Points as a person reads them: at most two places, no needless noughts."""
    return None if value is None else trimmed(value.quantize(Decimal("0.01")))


def _group(label: str, lines: Iterable[Line], sheet: Sheet, actor: Actor) -> dict[str, Any]:
    rows = [_row(line, sheet, actor) for line in lines]
    counted = [row for row in rows if row["score"] is not None]
    return {
        "label": label,
        "score": sum((row["score"] for row in counted), Decimal()) if counted else None,
        "full": sum((row["full"] for row in counted), Decimal()),
        "rows": rows,
    }


def _row(line: Line, sheet: Sheet, actor: Actor) -> dict[str, Any]:
    return {
        "label": line.item.name,
        "facts": _weighed(line),
        "evidence": evidence_of(line, sheet, actor),
        "score": shown(line.score.points),
        "full": shown(line.item.full_score),
        "weight": shown(line.score.weight_used),
        "deducted": shown(line.score.event_points),
    }


def _weighed(line: Line) -> Words:
    """The facts, and by how much the item's weight has grown for want of data elsewhere."""
    nominal = nominal_weight(line)
    if line.item.method in UNSCORED or line.score.no_data or line.score.weight_used == nominal:
        return facts_of(line)
    return _(
        "%(facts)s; weighs %(used)s %% instead of %(nominal)s %%",
        facts=facts_of(line),
        used=shown(line.score.weight_used),
        nominal=shown(nominal),
    )


def facts_of(line: Line) -> Words:
    """What the records say, in one sentence."""
    item, score = line.item, line.score
    if score.no_data:
        return _("No records; it does not count")
    if item.method in RATED:
        return _(
            "Raters: %(raters)s, mean %(mean)s, after levelling %(share)s",
            raters=score.records,
            mean=shown(score.value),
            share=shown(score.share),
        )
    if item.method == "deduct" and not score.records:
        return _("Nothing was entered, which here is the full score")
    if item.method == "deduct":
        return _(
            "Records: %(records)s, with points: %(against)s, −%(points)s",
            records=score.records,
            against=score.against,
            points=shown(score.event_points),
        )
    if item.method == "bonus":
        return _(
            "Records: %(records)s, +%(points)s", records=score.records, points=shown(score.value)
        )
    return _value_words(line)


def _value_words(line: Line) -> Words:
    item, score = line.item, line.score
    if item.reckoning == "share":
        return _(
            "%(done)s of %(possible)s: %(value)s %%, target %(target)s %%",
            done=trimmed(score.quantity),
            possible=trimmed(score.possible),
            value=shown(score.value),
            target=trimmed(item.target),
        )
    return _(
        "Records: %(records)s, value %(value)s, target %(target)s",
        records=score.records,
        value=shown(score.value),
        target=trimmed(item.target),
    )


def evidence_of(line: Line, sheet: Sheet, actor: Actor) -> dict[str, Any] | None:
    """The way to the records behind an item; what raters gave stays closed."""
    if line.item.method in RATED or not line.score.records:
        return None
    return {
        "url": url_for(
            "assessment_event.index",
            cycle__eq=sheet.cycle.id,
            staff__eq=sheet.result.staff_id,
            item__eq=line.item.id,
            status__eq="confirmed",
        ),
        "label": _("records: %(count)s", count=line.score.records),
    }


def _lowest(sheet: Sheet) -> int:
    """Where the row of dots begins: a round number under everybody."""
    totals = [*sheet.peers, *([sheet.result.total] if sheet.result.total is not None else [])]
    return int(min(totals, default=Decimal(60)) // 10 * 10)


def _compared(sheet: Sheet) -> Words | None:
    before = sheet.previous.total if sheet.previous else None
    if before is None or sheet.result.total is None:
        return None
    change = sheet.result.total - before
    return _(
        "Last time %(before)s, now %(change)s",
        before=shown(before),
        change=f"{'+' if change >= 0 else '−'}{shown(abs(change))}",
    )


def _actions(result: AssessmentResult, actor: Actor) -> list[dict[str, Any]]:
    if result.staff_id != actor.staff_id or not LODGE.shown_for(result):
        return []
    if not permissions.may_verb(actor, LODGE.name, result):
        return []
    return [
        {
            "label": LODGE.label,
            "url": url_for("assessment_result.verb", tail=LODGE.path, id=result.id),
            "icon": LODGE.icon,
            "primary": False,
            "danger": False,
        }
    ]


def _timeline(sheet: Sheet) -> Iterable[dict[str, Any]]:
    """How the result came about: scored, decided, told, objected to."""
    run = sheet.result.run
    yield _entry(
        "ok", run.created_by, _("Scored, run %(number)s", number=run.number), run.created_at
    )
    if sheet.decision is not None:
        role = _("Decided, minutes %(number)s", number=sheet.decision.minutes_no)
        yield {
            **_entry("ok", sheet.decision.created_by, role, sheet.decision.created_at),
            "text": sheet.decision.note,
        }
    if sheet.cycle.notified_on is not None and run.number == sheet.cycle.current_run:
        yield _entry("sent", None, _("Notified"), sheet.cycle.notified_on)
    status = Objection._meta.fields["status"]
    for objection in Objection.select().where(
        (Objection.run == run.id) & (Objection.staff == sheet.result.staff_id)
    ):
        yield {
            **_entry("changed", sheet.result.staff, objection.doc_no, objection.created_at),
            "result": {
                "text": status.labels[objection.status],
                "tone": status.tones[objection.status],
            },
            "text": objection.answer,
        }


def _entry(mark: str, who: Any, role: Any, at: Any) -> dict[str, Any]:
    name = who.name if who is not None else _("The system")
    return {"mark": mark, "name": name, "result": None, "at": at, "role": role, "text": ""}
