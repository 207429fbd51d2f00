"""Quotas: bands by last year's months, a note for what goes over, measures that are measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.energy.measures import finish_energy_measures, verify_energy_measures
from logistics.operations.energy.quotas import (
    accept_over_quota_notes,
    approve_quotas,
    enter_energy_costs,
    judge_quotas,
    return_over_quota_notes,
    submit_over_quota_notes,
)
from logistics.operations.outcomes import Outcome, Seen, only
from logistics.queries.energy.uses import in_coal, totals_by_kind, uses_between
from models import EnergyMeasure, EnergyQuota, EnergyUse, OverQuotaNote, Site
from tests.cast import PEOPLE, Cast
from tests.factories.energy import make_coefficients, make_quota, make_use

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def july(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-07-03 09:00")


@pytest.fixture
def site(cast: Cast) -> Site:
    """100 m²; last year 300 kWh in each of the first six months, 100 in each of the others."""
    row = cast.site_a
    Site.update(floor_area=Decimal(100)).where(Site.id == row.id).execute()
    for month in range(1, 13):
        used = 300 if month <= 6 else 100
        make_use(row, dt.date(2025, month, 1), "electricity", used)
    return Site.get_by_id(row.id)


def judged(cast: Cast, row: EnergyQuota) -> Outcome:
    (outcome,) = judge_quotas(seen=[Seen(row.id)], first=FIRST, last=LAST, actor=cast.energy)
    return outcome


class TestJudging:
    """Three quarters of the year's 60 kWh/m² fall on the half-year: 45 (R77)."""

    @pytest.mark.parametrize(
        ("used", "word"),
        [(3000, "Advanced"), (3600, "On target"), (4500, "Within the limit"), (4501, "Over quota")],
    )
    def test_the_band(self, cast: Cast, site: Site, used: int, word: str) -> None:
        make_use(site, FIRST, "electricity", used)
        assert judged(cast, make_quota(site)).words.filled().startswith(f"{word}: ")
        assert OverQuotaNote.select().count() == (used > 4500)

    def test_what_goes_over_opens_one_note(self, cast: Cast, site: Site) -> None:
        make_use(site, FIRST, "electricity", 4950)
        row = make_quota(site)
        judged(cast, row)
        judged(cast, row)
        note = OverQuotaNote.get()
        assert (note.allowed, note.actual, note.over_percent) == (45, Decimal("49.5"), 10)
        assert note.status == "draft"

    def test_without_last_years_months_or_any_use_nothing_is_judged(
        self, cast: Cast, site: Site
    ) -> None:
        assert "No use" in judged(cast, make_quota(site)).words.filled()
        make_use(cast.site_b, FIRST, "electricity", 99_999)
        Site.update(floor_area=Decimal(10)).where(Site.id == cast.site_b.id).execute()
        assert "no profile" in judged(cast, make_quota(cast.site_b)).words.filled()

    def test_only_what_is_in_force_and_within_its_year(self, cast: Cast, site: Site) -> None:
        row = make_quota(site, status="draft")
        assert isinstance(judged(cast, row).refusal, WrongState)
        only(approve_quotas(seen=[Seen(row.id)], actor=cast.director))
        (outcome,) = judge_quotas(
            seen=[Seen(row.id)], first=dt.date(2025, 1, 1), last=LAST, actor=cast.energy
        )
        assert isinstance(outcome.refusal, InvalidRecord)

    def test_a_missing_coal_equivalent_is_told(self, cast: Cast, site: Site) -> None:
        make_use(site, FIRST, "electricity", 1)
        row = make_quota(site, indicator="energy_area")
        assert "no coal equivalent of" in judged(cast, row).words.filled()

    def test_energy_by_head_and_water(self, cast: Cast, site: Site) -> None:
        make_coefficients()
        make_use(site, FIRST, "electricity", 1000)
        make_use(site, dt.date(2025, 1, 1), "water", 10)
        make_use(site, FIRST, "water", 52)
        heads = sum(person.site == "COMMITTEE" for person in PEOPLE.values())
        energy = judged(cast, make_quota(site, indicator="energy_head"))
        assert f"{round(Decimal('122.9') / heads, 3)}" in energy.words.filled()
        water = judged(cast, make_quota(site, indicator="water_head", limit_value=60))
        assert f"{round(Decimal(52) / heads, 3)}" in water.words.filled()

    def test_the_bands_are_in_order(self, site: Site) -> None:
        with pytest.raises(peewee.IntegrityError):
            make_quota(site, guide=70)


class TestTheNote:
    """Written by who counts, accepted by who leads (R77)."""

    @pytest.fixture
    def note(self, cast: Cast, site: Site) -> OverQuotaNote:
        make_use(site, FIRST, "electricity", 4950)
        judged(cast, make_quota(site))
        return OverQuotaNote.get()

    def submit(self, cast: Cast, note: OverQuotaNote, **more: Any) -> None:
        values = {"cause": "Old pumps", "measure": "New pumps", "due_on": dt.date(2026, 9, 30)}
        only(submit_over_quota_notes(seen=[Seen(note.id)], actor=cast.energy, **{**values, **more}))

    def test_it_names_cause_measure_and_day(self, cast: Cast, note: OverQuotaNote) -> None:
        with pytest.raises(InvalidRecord) as refused:
            self.submit(cast, note, cause=" ", due_on=dt.date(2026, 7, 1))
        assert set(refused.value.errors) == {"cause", "due_on"}

    def test_it_is_returned_and_then_accepted(self, cast: Cast, note: OverQuotaNote) -> None:
        self.submit(cast, note)
        number = OverQuotaNote.get().doc_no
        only(return_over_quota_notes(seen=[Seen(note.id)], comment="Why?", actor=cast.deputy))
        self.submit(cast, note)
        only(accept_over_quota_notes(seen=[Seen(note.id)], actor=cast.deputy))
        row = OverQuotaNote.get()
        assert (row.status, row.doc_no) == ("accepted", number)

    def test_nobody_decides_on_his_own(self, cast: Cast, note: OverQuotaNote) -> None:
        self.submit(cast, note)
        OverQuotaNote.update(submitted_by=cast.deputy_account).execute()
        with pytest.raises(NotPermitted, match="own"):
            only(accept_over_quota_notes(seen=[Seen(note.id)], actor=cast.deputy))


def test_units_are_parts_of_their_area_and_are_not_added(cast: Cast) -> None:
    make_coefficients()
    make_use(cast.site_a, FIRST, "electricity", 1000)
    make_use(cast.site_a, FIRST, "electricity", 400, unit=cast.units["STORE"])
    assert totals_by_kind(FIRST, LAST, site_id=cast.site_a.id) == {"electricity": 1000}
    assert in_coal(uses_between(FIRST, LAST)) == 123


def test_what_the_meters_say_is_not_edited_but_costed(cast: Cast) -> None:
    row = make_use(cast.site_a, FIRST, "water", 10, status="metered")
    only(enter_energy_costs(seen=[Seen(row.id)], cost=Decimal("42.50"), actor=cast.finance))
    assert EnergyUse.get().cost == Decimal("42.50")


class TestMeasures:
    """What a measure saves is measured, not promised (R75, R76)."""

    @pytest.fixture
    def measure(self, cast: Cast) -> EnergyMeasure:
        return EnergyMeasure.create(
            action="LED lamps",
            site=cast.site_a,
            owner=cast.works_staff,
            due_on=LAST,
            saving_estimated=5000,
        )

    def test_it_is_done_by_who_is_responsible_and_then_measured(
        self, cast: Cast, measure: EnergyMeasure
    ) -> None:
        seen = [Seen(measure.id)]
        result: dict[str, Any] = {"saving_measured": Decimal(4200), "effect": "By the meter"}
        with pytest.raises(WrongState):
            only(verify_energy_measures(seen=seen, actor=cast.energy, **result))
        with pytest.raises(NotPermitted, match="responsible"):
            only(finish_energy_measures(seen=seen, done_on=LAST, actor=cast.staff))
        only(finish_energy_measures(seen=seen, done_on=LAST, actor=cast.works))
        only(verify_energy_measures(seen=seen, actor=cast.energy, **result))
        row = EnergyMeasure.get()
        assert (row.status, row.saving_measured) == ("verified", 4200)

    def test_no_day_to_come_and_no_effect_without_words(
        self, cast: Cast, measure: EnergyMeasure
    ) -> None:
        with pytest.raises(RuleViolation):
            finish_energy_measures(
                seen=[Seen(measure.id)], done_on=dt.date(2026, 7, 4), actor=cast.energy
            )
        with pytest.raises(InvalidRecord) as refused:
            verify_energy_measures(seen=[], saving_measured=None, effect="", actor=cast.energy)
        assert set(refused.value.errors) == {"saving_measured", "effect"}
