"""A check round: drawing, recording at the posts, confirming, and drafting its bulletin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from wtforms import DateField, TextAreaField

from admin_views import words
from admin_views.papers import paper
from admin_views.verbs import Verb
from logistics.calendar import add_workdays
from logistics.columns import trimmed
from logistics.database import local_today, now
from logistics.operations.conduct.bulletins import WORKDAYS_TO_RECTIFY, draft_bulletins
from logistics.operations.conduct.checking import (
    CheckEntry,
    explain_check_results,
    finish_check_rounds,
    plan_check_rounds,
    record_check_results,
)
from logistics.operations.conduct.confirming import (
    Excuse,
    close_check_rounds,
    confirm_check_rounds,
)
from logistics.permissions import Actor
from logistics.queries.conduct.figures import Figures, figures_of, results_of
from logistics.queries.conduct.lots import lots_of
from logistics.queries.conduct.whereabouts import expected_at
from logistics.tables.conduct.rounds import MARKS, PRESENCE
from logistics.wording import Words, _
from models import Bulletin, CheckResult, Staff

TYPED = ("presence", "checked_at", *MARKS, "note")


def plan_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """How many posts the lot draws from how many."""
    return [
        _(
            "%(places)s of %(lots)s posts are drawn by lot; nobody is told before the check.",
            places=row.places,
            lots=len(lots_of(row)),
        )
        for row in rows
    ]


def record_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/conduct/record.html shows: each drawn post with whom to expect there."""
    results = results_of(rows[0])
    expected = {result.id: expected_at(result, now()) for result in results}
    ids = [each.staff_id for each in expected.values() if each.staff_id]
    names = {person.id: person for person in Staff.select().where(Staff.id.in_(ids))}
    says = CheckResult._meta.fields["records_say"].labels
    return {
        "results": [
            {
                "result": result,
                "post": result.post.name if result.post else _("Duty post"),
                "expected": names.get(expected[result.id].staff_id),
                "records_say": says.get(expected[result.id].records_say),
                "presence": PRESENCE.get(result.presence),
                "typed": _typed(result),
            }
            for result in results
        ],
        "presences": [(code, label) for code, label in PRESENCE.items() if _is_seen(code)],
        "marks": [(name, CheckResult._meta.fields[name].verbose_name) for name in MARKS],
        "done": sum(result.presence is not None for result in results),
    }


def entries_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The results of the form; posts that have no presence yet are left for later."""
    entries = []
    for row in rows:
        for result in results_of(row):
            sent = {name: request.form.get(f"{result.id}-{name}", "").strip() for name in TYPED}
            if sent["presence"]:
                entries.append(
                    CheckEntry(
                        result.id,
                        sent["presence"],
                        sent["checked_at"] or None,
                        *(sent[name] or None for name in MARKS),
                        note=sent["note"],
                    )
                )
    return {"entries": entries}


def confirm_page(rows: Sequence[Any], _actor: Actor) -> dict[str, Any]:
    """What templates/conduct/confirm.html shows: the figures, and each fault with its answer."""
    results = [result for row in rows for result in results_of(row)]
    return {
        "figures": seen_rows(figures_of(results)),
        "faults": [
            {
                "result": result,
                "post": result.post.name if result.post else _("Duty post"),
                "presence": PRESENCE[result.presence],
                "reason": request.form.get(f"excuse-{result.id}", ""),
                "excused": f"excused-{result.id}" in request.form,
            }
            for result in results
            if result.is_fault
        ],
    }


def excuses_of(_form: Any, rows: Sequence[Any]) -> dict[str, Any]:
    """The faults that the form excuses, each with its reason."""
    return {
        "excuses": [
            Excuse(result.id, request.form.get(f"excuse-{result.id}", ""))
            for row in rows
            for result in results_of(row)
            if f"excused-{result.id}" in request.form
        ]
    }


def seen_rows(figures: Figures) -> list[tuple[Words, str]]:
    """What was seen, as label and value; what has no rows says so."""

    def shown(value: Any, unit: str = "") -> str:
        return words.words(_("No data")) if value is None else f"{trimmed(value)}{unit}"

    return [
        (_("Posts checked"), str(figures.checked)),
        (_("On post"), shown(figures.on_post_percent, " %")),
        (_("Attitude, mean"), shown(figures.attitude)),
        (_("Service, mean"), shown(figures.service)),
    ]


def figure_rows(figures: Figures) -> list[tuple[Words, str]]:
    """What was seen and what was held of it, once a round is confirmed."""
    return [
        *seen_rows(figures),
        (_("Faults upheld"), str(figures.upheld)),
        (_("Faults excused"), str(figures.excused)),
    ]


def bulletin_page(rows: Sequence[Any], _actor: Actor) -> Mapping[str, Any]:
    """A first text of the bulletin, from the figures of the rounds; the officer goes on from it."""
    return {"drafts": {name: request.form.get(name) or text for name, text in _draft(rows).items()}}


def bulletin_of(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
    """The text as the officer leaves it."""
    texts = {name: request.form.get(name, "") for name in ("title", "body", "requirements")}
    return {**texts, "rectify_by": form["rectify_by"].data}


def drafted(rows: Sequence[Any]) -> str:
    """The bulletin that was just drafted."""
    bulletin = Bulletin.get(Bulletin.round == rows[0].id)
    return url_for("bulletin.details", id=bulletin.id)


def to_recording(rows: Sequence[Any]) -> str:
    """Back to the page of recording."""
    return url_for("check_round.verb", tail="record", id=rows[0].id)


def _draft(rows: Sequence[Any]) -> dict[str, str]:
    results = [result for row in rows for result in results_of(row)]
    lines = [
        f"{words.words(label)}{words.words(_(': '))}{value}"
        for label, value in figure_rows(figures_of(results))
    ]
    faults = [
        words.words(
            _(
                "%(post)s, %(site)s: %(note)s",
                post=result.post.name if result.post else _("Duty post"),
                site=result.site.name,
                note=result.note,
            )
        )
        for result in results
        if result.verdict == "upheld"
    ]
    title = _("Bulletin on the post check of %(day)s", day=words.long_day(rows[0].planned_on))
    requirement = _("The units concerned name the cause, put it right and report by the date set.")
    return {
        "title": words.words(title),
        "body": "\n".join([*lines, "", *faults]).strip(),
        "requirements": words.words(requirement) if faults else "",
    }


def _typed(result: CheckResult) -> dict[str, str]:
    """The values of a result's inputs: as sent, else as kept."""
    kept = {"presence": result.observed or "", "note": result.note, "checked_at": ""}
    for name in MARKS:
        mark = getattr(result, name)
        kept[name] = "" if mark is None else str(trimmed(mark))
    if request.method != "POST":
        return kept
    return {name: request.form.get(f"{result.id}-{name}", text) for name, text in kept.items()}


def _is_seen(code: str) -> bool:
    """Leave and business trips are looked up, not seen."""
    return code not in ("leave", "official_out")


RECORD = (
    paper(
        "record",
        _("Record of a post check"),
        ("planned_on", "site", "is_unannounced", "done_at", "remarks"),
        lines=(
            (
                CheckResult,
                "round",
                ("post", "site", "staff", "checked_at", "presence", *MARKS, "note"),
            ),
        ),
        signs=("checker", "second_checker", "confirmed_by"),
        when=lambda row: row.status != "draft",
    ),
)
ROUND_VERBS = (
    Verb(
        plan_check_rounds,
        _("Draw by lot"),
        icon="dice-5",
        states=("draft",),
        effects=plan_effects,
        primary=True,
    ),
    Verb(
        record_check_results,
        _("Enter results"),
        icon="clipboard-check",
        states=("planned",),
        bulk=False,
        primary=True,
        template="conduct/record.html",
        context=record_page,
        collect=entries_of,
        leads_to=to_recording,
    ),
    Verb(finish_check_rounds, _("Finish checking"), icon="flag", states=("planned",)),
    Verb(
        confirm_check_rounds,
        _("Confirm"),
        icon="check-lg",
        states=("done", "explained"),
        primary=True,
        template="conduct/confirm.html",
        context=confirm_page,
        collect=excuses_of,
    ),
    Verb(
        draft_bulletins,
        _("Draft the bulletin"),
        icon="megaphone",
        states=("confirmed",),
        tail="bulletin",
        bulk=False,
        primary=True,
        template="conduct/draft.html",
        fields={
            "rectify_by": DateField(
                _("To be put right by"),
                default=lambda: add_workdays(local_today(), WORKDAYS_TO_RECTIFY),
            ),
        },
        context=bulletin_page,
        collect=bulletin_of,
        leads_to=drafted,
    ),
    Verb(close_check_rounds, _("Close"), icon="lock", states=("rectified",)),
)
RESULT_VERBS = (
    Verb(
        explain_check_results,
        _("Explain"),
        icon="chat-left-text",
        bulk=False,
        primary=True,
        fields={"explanation": TextAreaField(_("Explanation"))},
        when=lambda row: row.is_fault and row.round.status in ("done", "explained"),
    ),
)
