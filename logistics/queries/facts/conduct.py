"""Post checks, bulletins and what became of the faults: R10, R13 to R17, R64."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee

from logistics.database import average
from logistics.queries.facts.kinds import (
    HUNDRED,
    Fact,
    Figure,
    Period,
    at_least,
    exactly,
    share,
)
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentDimension,
    AssessmentItem,
    AssessmentRating,
)
from logistics.tables.conduct import Bulletin, CheckResult, CheckRound, Finding, FindingAction
from logistics.tables.people import Post
from logistics.wording import _

PUBLISHED_ON = "published_at__between={first} to {last}"
CHECKED_ON = "checked_at__between={first} to {last}"
DONE = ("done", "explained", "confirmed", "bulletined", "rectified", "closed")
CONFIRMED = DONE[2:]
PASS = Decimal(6)
GOOD_RATING = Decimal(80)
FEW = Decimal(10)
POINTS = _("points")


def _checks(period: Period) -> Any:
    return CheckResult.select().where(period.has_moment(CheckResult.checked_at))


def posts_checked(period: Period) -> Figure:
    """Checks of posts, by what was found (R13)."""
    rows: Any = (
        _checks(period)
        .select(CheckResult.presence, peewee.fn.COUNT(CheckResult.id))
        .group_by(CheckResult.presence)
        .tuples()
    )
    found = {str(presence): int(count) for presence, count in rows}
    checked = sum(found.values())
    return Figure(checked or None, checked, found)


def families_unchecked(period: Period) -> Figure:
    """Post families of which nobody was checked: every kind of post was (R13)."""
    families = {row.family for row in Post.select(Post.family).distinct()}
    rows: Any = _checks(period).select(Post.family).join(Post).distinct().tuples()
    checked = {family for (family,) in rows}
    if not checked:
        return Figure(None, 0)
    return Figure(len(families - checked), len(families))


def on_post_rate(period: Period) -> Figure:
    """On post, of the checks that leave and business trips do not explain (R13)."""
    expected = _checks(period).where(CheckResult.presence.not_in(("leave", "official_out")))
    on_post = expected.where(CheckResult.presence == "on_post").count()
    return share(on_post, expected.count())


def attitude_and_service(period: Period) -> Figure:
    """The mean mark for attitude, of ten; parts give attitude and service apart (R14)."""
    marked = _checks(period).where(
        CheckResult.attitude.is_null(False) & CheckResult.service.is_null(False)
    )
    count = marked.count()
    if not count:
        return Figure(None, 0)
    attitude, service = (
        marked.select(average(CheckResult.attitude), average(CheckResult.service)).tuples().get()
    )
    parts = {
        "attitude": attitude.quantize(Decimal("0.1")),
        "service": service.quantize(Decimal("0.1")),
    }
    return Figure(parts["attitude"], count, parts)


def bulletins_published(period: Period) -> Figure:
    """Bulletins on the rounds of the period; the records are the rounds confirmed (R15)."""
    rounds = CheckRound.select(CheckRound.id).where(
        period.has_day(CheckRound.planned_on) & CheckRound.status.in_(CONFIRMED)
    )
    count = rounds.count()
    if not count:
        return Figure(None, 0)
    published = Bulletin.select().where(
        (Bulletin.status == "published") & Bulletin.round.in_(rounds)
    )
    return Figure(published.count(), count)


def _findings(period: Period) -> Any:
    return Finding.select().join(CheckResult).where(period.has_moment(CheckResult.checked_at))


def findings_analysed(period: Period) -> Figure:
    """Faults with a cause and a measure, of all that were found (R16)."""
    found = _findings(period)
    analysed = found.where((Finding.cause != "") & (Finding.measure != ""))
    return share(analysed.count(), found.count())


def findings_with_education(period: Period) -> Figure:
    """Faults after which people were educated, of all that were found (R10, R16)."""
    found = _findings(period)
    taught = FindingAction.select(FindingAction.finding).where(FindingAction.kind == "education")
    return share(found.where(Finding.id.in_(taught)).count(), found.count())


def findings_closed(period: Period) -> Figure:
    """Faults that a recheck found mended, of all that were found (R16)."""
    found = _findings(period)
    return share(found.where(Finding.status == "closed").count(), found.count())


def conduct_ratings(period: Period) -> Figure:
    """The mean of what raters give for virtue, ability and integrity in the cycles of the period:
    thought, politics, style and discipline (R17).
    """
    rows: Any = (
        AssessmentRating.select(
            AssessmentDimension.kind,
            average(AssessmentRating.value),
            peewee.fn.COUNT(AssessmentRating.id),
        )
        .join(AssessmentItem)
        .join(AssessmentDimension)
        .switch(AssessmentRating)
        .join(AssessmentCycle)
        .where(period.has_day(AssessmentCycle.ends_on))
        .group_by(AssessmentDimension.kind)
        .tuples()
    )
    means = {str(kind): (mean, int(count)) for kind, mean, count in rows}
    given = sum(count for _mean, count in means.values())
    if not given:
        return Figure(None, 0)
    whole = sum((mean * count for mean, count in means.values()), Decimal(0)) / given
    parts = {kind: mean.quantize(Decimal("0.1")) for kind, (mean, _count) in means.items()}
    return Figure(whole.quantize(Decimal("0.1")), given, parts)


def service_faults(period: Period) -> Figure:
    """Findings on attitude and service; the records are the checks (R64)."""
    faults = _findings(period).where(Finding.category.in_(("attitude", "service")))
    checks = _checks(period).count()
    return Figure(faults.count() if checks else None, checks)


def _both_pass(figure: Figure) -> bool:
    marks = [Decimal(str(mark)) for mark in figure.parts.values()]
    return len(marks) == 2 and min(marks) >= PASS


def _a_few(figure: Figure) -> bool:
    """Some, but no more than one in ten."""
    return figure.number is not None and 0 < figure.number * FEW <= figure.n


FACTS: tuple[Fact, ...] = (
    Fact(
        "R13",
        "posts_checked",
        _("Checks of posts"),
        "check_result",
        posts_checked,
        lambda figure: figure.n > 0 and set(figure.parts) >= {"on_post"},
        filters=CHECKED_ON,
    ),
    Fact(
        "R13",
        "families_unchecked",
        _("Kinds of posts that were not checked"),
        "check_result",
        families_unchecked,
        exactly(0),
        filters=CHECKED_ON,
    ),
    Fact(
        "R13",
        "on_post_rate",
        _("On post at the checks"),
        "check_result",
        on_post_rate,
        at_least(Decimal(85)),
        unit=_("%"),
        filters=CHECKED_ON,
    ),
    Fact(
        "R14",
        "attitude_and_service",
        _("Mean marks for attitude and service at the checks"),
        "check_result",
        attitude_and_service,
        _both_pass,
        unit=POINTS,
        filters=CHECKED_ON,
    ),
    Fact(
        "R15",
        "bulletins_published",
        _("Check rounds published in a bulletin"),
        "bulletin",
        bulletins_published,
        lambda figure: figure.n > 0 and figure.value == figure.n,
        filters=PUBLISHED_ON,
    ),
    Fact(
        "R16",
        "findings_analysed",
        _("Faults whose cause was analysed"),
        "finding",
        findings_analysed,
        at_least(HUNDRED),
        unit=_("%"),
    ),
    Fact(
        "R10",
        "findings_with_education",
        _("Faults after which people were educated"),
        "finding_action",
        findings_with_education,
        at_least(HUNDRED),
        unit=_("%"),
        filters="kind__eq=education",
    ),
    Fact(
        "R16",
        "findings_closed",
        _("Faults that a recheck found mended"),
        "finding",
        findings_closed,
        at_least(Decimal(80)),
        unit=_("%"),
    ),
    Fact(
        "R17",
        "conduct_ratings",
        _("Mean rating of virtue, ability and integrity"),
        "assessment_cycle",
        conduct_ratings,
        at_least(GOOD_RATING),
        unit=POINTS,
        filters="ends_on__between={first} to {last}",
    ),
    Fact(
        "R64",
        "service_faults",
        _("Findings on attitude and service"),
        "finding",
        service_faults,
        _a_few,
        filters="category__in=attitude,service",
    ),
)
