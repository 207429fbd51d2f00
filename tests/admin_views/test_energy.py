"""Energy by its pages: readings, replacement, quotas, the note, the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from models import EnergyUse, MeterReading, MeterReplacement, OverQuotaNote, Site
from tests.cast import Cast
from tests.client import Client
from tests.factories.energy import (
    JANUARY,
    expect,
    make_coefficients,
    make_meter,
    make_quota,
    make_use,
    reading,
)


@pytest.fixture(autouse=True)
def july(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-07-03 09:00")


@pytest.fixture
def officer(client: Client, login: Any) -> Client:
    return login(client, "energy")


class TestReadings:
    """Many meters on one page; what has no value stays open."""

    def test_several_meters_are_entered_at_once(self, officer: Client, cast: Cast) -> None:
        first, second = make_meter(cast), make_meter(cast)
        expect(JANUARY, JANUARY)
        rows = [reading(meter, JANUARY) for meter in (first, second)]
        address = f"/admin/meter_reading/record/?id={rows[0].id},{rows[1].id}"
        page = officer.get(address).text
        assert first.name in page
        assert "before: 1,000 on 2025-12-31" in page
        form = {f"{rows[0].id}-value": "1500", f"{rows[0].id}-read_on": "2026-01-30"}
        assert officer.post(address, data=form).status_code == 302
        assert reading(first, JANUARY).used == 500
        assert reading(second, JANUARY).status == "expected"

    def test_a_refused_value_stays_to_be_corrected(self, officer: Client, cast: Cast) -> None:
        row_of = make_meter(cast)
        expect(JANUARY, JANUARY)
        row = reading(row_of, JANUARY)
        address = f"/admin/meter_reading/record/?id={row.id}"
        answer = officer.post(address, data={f"{row.id}-value": "900"})
        assert answer.status_code == 409
        assert "below the reading before" in answer.text
        assert 'value="900"' in answer.text
        assert officer.post(address, data={}).status_code == 409

    def test_a_meter_is_replaced_and_a_reading_corrected(self, officer: Client, cast: Cast) -> None:
        meter = make_meter(cast)
        expect(JANUARY, JANUARY)
        form = {
            "replaced_on": "2026-01-15",
            "old_end": "1100",
            "new_start": "0",
            "reason": "Worn out",
        }
        assert officer.post(f"/admin/meter/replace/?id={meter.id}", data=form).status_code == 302
        assert MeterReplacement.get().new_factor == 1
        row = reading(meter, JANUARY)
        officer.post(f"/admin/meter_reading/record/?id={row.id}", data={f"{row.id}-value": "40"})
        assert reading(meter, JANUARY).used == 140
        officer.post(
            f"/admin/meter_reading/correct/?id={row.id}", data={"value": "50", "reason": "Misread"}
        )
        assert MeterReading.get().used == 150
        assert EnergyUse.get().quantity == 150

    def test_the_start_page_says_what_is_due(self, officer: Client, cast: Cast) -> None:
        make_meter(cast)
        expect(JANUARY, dt.date(2026, 7, 31))
        assert "Meters to be read: 6" in officer.get("/").text


class TestQuotas:
    """From the comparison to the note that the deputy accepts."""

    @pytest.fixture
    def site(self, cast: Cast) -> Site:
        row = cast.site_a
        Site.update(floor_area=Decimal(100)).where(Site.id == row.id).execute()
        make_coefficients()
        for month in range(1, 13):
            make_use(row, dt.date(2025, month, 1), "electricity", 300 if month <= 6 else 100)
        make_use(row, JANUARY, "electricity", 4950, is_estimated=True)
        return Site.get_by_id(row.id)

    def test_what_goes_over_is_explained_accepted_and_printed(
        self, client: Client, login: Any, site: Site
    ) -> None:
        quota = make_quota(site, limit_value=60)
        officer = login(client, "energy")
        days = {"first": "2026-01-01", "last": "2026-06-30"}
        answer = officer.post(f"/admin/energy_quota/judge/?id={quota.id}", data=days)
        assert answer.status_code == 302
        assert "Over quota: 49.500 of 45.000" in officer.get(answer.location).text
        note = OverQuotaNote.get()
        form = {"cause": "Old pumps", "measure": "New pumps", "due_on": "2026-09-30"}
        address = f"/admin/over_quota_note/submit/?id={note.id}"
        assert officer.post(address, data=form).status_code == 302
        deputy = login(client, "deputy")
        assert "Explanations to be decided: 1" in deputy.get("/").text
        deputy.post(f"/admin/over_quota_note/accept/?id={note.id}", data={"comment": "Agreed"})
        text = deputy.get(f"/admin/over_quota_note/form/note/?id={note.id}").text
        for shown in ("Old pumps", "45", "49.5", "10.00", "Statistician Wen", "Deputy Deng"):
            assert shown in text

    def test_the_account_shows_months_coal_and_quotas(self, officer: Client, site: Site) -> None:
        make_quota(site)
        page = officer.get("/admin/energy_sheet/?year=2026").text
        for shown in ("4,950", "608", "Over quota", "Estimated", "26"):
            assert shown in page
        paper = officer.get("/admin/energy_sheet/print/?year=2026").text
        assert "Statistics of energy used" in paper
        assert "2026-01 *" in paper

    @pytest.mark.parametrize(
        ("query", "status"),
        [("", 200), ("?year=2025", 200), ("?year=soon", 400), ("?site=999999", 404)],
    )
    def test_what_the_address_says_is_read_or_refused(
        self, officer: Client, site: Site, query: str, status: int
    ) -> None:
        assert officer.get(f"/admin/energy_sheet/{query}").status_code == status

    def test_an_empty_house_says_so(self, officer: Client) -> None:
        assert "No use is entered" in officer.get("/admin/energy_sheet/").text
