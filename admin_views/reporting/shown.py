"""A report as people read it: its sections in order, each with its facts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from admin_views import words
from admin_views.reporting.parts import part_name
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.structure import tables_by_name
from logistics.wording import Words, _
from models import Report, ReportFact, ReportSection, Site

DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class ShownFact:
    """One figure with what stands beside it; texts are in the page's language."""

    label: str
    value: str | None
    parts: str
    records: int
    previous: str | None
    change: str | None
    holds: bool
    requirement: str
    url: str | None


@dataclass(frozen=True)
class ShownSection:
    """One section: its number and heading as the language writes them, its text, its facts."""

    title: str
    is_top: bool
    paragraphs: list[str]
    facts: list[ShownFact]


def sections_of(report: Report, actor: Actor) -> list[ShownSection]:
    """The sections of a report in order, each with the facts that stand in it."""
    facts: dict[str, list[ShownFact]] = {}
    sites = {site.code: site.name for site in Site.select()}
    query = ReportFact.select().where(ReportFact.report == report.id)
    for fact in query.order_by(ReportFact.position):
        facts.setdefault(fact.section, []).append(_fact(fact, actor, sites))
    sections = ReportSection.select().where(ReportSection.report == report.id)
    return [
        ShownSection(
            title=f"{number_words(section.number)}{section.heading}",
            is_top="." not in section.number,
            paragraphs=[line for line in section.narrative.split("\n") if line.strip()],
            facts=facts.get(section.number, []),
        )
        for section in sections.order_by(ReportSection.position)
    ]


def number_words(number: str) -> str:
    """“2.4” as an official paper writes it: 一、 above and （四） below; plain in English."""
    if not words.language().startswith("zh") or not number.replace(".", "").isdigit():
        return f"{number} "
    top, _dot, below = number.partition(".")
    return f"（{_chinese(int(below))}）" if below.isdigit() else f"{_chinese(int(top))}、"


def _chinese(number: int) -> str:
    if number <= 10:
        return DIGITS[number]
    tens, ones = divmod(number, 10)
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"


def _fact(fact: ReportFact, actor: Actor, sites: Mapping[str, str]) -> ShownFact:
    unit = words.words(_told(fact.unit_of_measure))
    return ShownFact(
        label=words.words(_told(fact.label)),
        value=None if fact.value is None else f"{fact.value} {unit}".strip(),
        parts=_parts(fact, sites),
        records=fact.records,
        previous=None if fact.previous is None else f"{fact.previous} {unit}".strip(),
        change=None if fact.change is None else f"{fact.change:+.1f} %",
        holds=fact.holds,
        requirement=fact.requirement,
        url=_rows_url(fact, actor),
    )


def _told(text: str) -> Words:
    """What the house wrote in English, to be shown in the page's language."""
    return Words(text)


def _parts(fact: ReportFact, sites: Mapping[str, str]) -> str:
    parts: dict[str, str] = json.loads(fact.snapshot) if fact.snapshot else {}
    told = (f"{part_name(fact.source, code, sites)} {value}" for code, value in parts.items())
    return words.words(_("; ")).join(told)


def _rows_url(fact: ReportFact, actor: Actor) -> str | None:
    """The list of the rows behind a figure, for whoever may read it."""
    model = tables_by_name().get(fact.source)
    if model is None or not permissions.may(actor, "read", model):
        return None
    query = f"?{fact.filters}" if fact.filters else ""
    return f"{url_for(f'{fact.source}.index')}{query}"
