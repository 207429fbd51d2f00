"""Meters read month by month, and the use that follows from them (R77)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.energy.readings import (
    correct_readings,
    record_readings,
    replace_meters,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from models import EnergyUse, Meter, MeterReading, MeterReplacement
from tests.cast import Cast
from tests.factories.energy import (
    FEBRUARY,
    JANUARY,
    MARCH,
    expect,
    make_meter,
    make_use,
    read,
    reading,
)


@pytest.fixture(autouse=True)
def april(set_clock: Callable[[str], None]) -> None:
    set_clock("2026-04-02 09:00")


@pytest.fixture
def meter(cast: Cast) -> Meter:
    row = make_meter(cast, factor=Decimal(40))
    expect()
    return row


def use_of(meter: Meter, month: dt.date) -> EnergyUse | None:
    return EnergyUse.get_or_none(
        (EnergyUse.site == meter.site_id)
        & (EnergyUse.kind == meter.kind)
        & (EnergyUse.month == month)
        & EnergyUse.unit.is_null()
    )


class TestExpecting:
    """Readings are there before anybody takes them, so that a missing one shows."""

    def test_every_meter_has_a_row_a_month_and_asking_again_adds_none(self, cast: Cast) -> None:
        make_meter(cast)
        make_meter(cast, installed_on=dt.date(2026, 2, 10))
        make_meter(cast, removed_on=dt.date(2026, 1, 20))
        assert expect() == 3 + 2 + 1
        assert expect() == 0
        assert {row.status for row in MeterReading.select()} == {"expected"}
        assert MeterReading.get(MeterReading.month == FEBRUARY).due_on == dt.date(2026, 2, 28)


class TestReading:
    """In order, forwards, and carried to the use of the office area."""

    def test_the_use_is_the_difference_times_the_factor(self, cast: Cast, meter: Meter) -> None:
        row = read(cast, meter, JANUARY, 1500)
        assert (row.previous, row.used, row.status) == (1000, 500 * 40, "read")
        assert row.read_on == dt.date(2026, 1, 31)
        use = use_of(meter, JANUARY)
        assert use is not None
        assert (use.quantity, use.status, use.is_estimated) == (20_000, "metered", False)

    def test_a_value_below_the_one_before_is_refused(self, cast: Cast, meter: Meter) -> None:
        with pytest.raises(InvalidRecord, match="below the reading before"):
            read(cast, meter, JANUARY, 999)
        row = read(cast, meter, JANUARY, 10, rolled_over=True)
        assert row.used == (999_000 + 10) * 40

    def test_months_are_read_in_their_order(self, cast: Cast, meter: Meter) -> None:
        with pytest.raises(RuleViolation, match="2026-01 first"):
            read(cast, meter, FEBRUARY, 1500)

    @pytest.mark.parametrize(
        ("entry", "column"),
        [
            ({"value": ""}, "value"),
            ({"value": "many"}, "value"),
            ({"value": 1500, "read_on": dt.date(2026, 4, 3)}, "read_on"),
            ({"value": 1500, "read_on": dt.date(2025, 12, 1)}, "read_on"),
        ],
    )
    def test_what_is_no_reading_is_refused(
        self, cast: Cast, meter: Meter, entry: dict[str, Any], column: str
    ) -> None:
        with pytest.raises(InvalidRecord) as refused:
            read(cast, meter, JANUARY, **entry)
        assert set(refused.value.errors) == {column}

    def test_it_is_entered_once(self, cast: Cast, meter: Meter) -> None:
        read(cast, meter, JANUARY, 1500)
        with pytest.raises(WrongState, match="already"):
            read(cast, meter, JANUARY, 1600)

    def test_an_estimate_marks_the_use(self, cast: Cast, meter: Meter) -> None:
        read(cast, meter, JANUARY, 1500, estimated=True, note="Locked")
        use = use_of(meter, JANUARY)
        assert use is not None
        assert use.is_estimated

    def test_the_database_refuses_a_negative_use(self, cast: Cast, meter: Meter) -> None:
        read(cast, meter, JANUARY, 1500)
        with pytest.raises(peewee.IntegrityError):
            MeterReading.update(used=Decimal(-1)).execute()

    def test_it_takes_the_right(self, cast: Cast, meter: Meter) -> None:
        with pytest.raises(NotPermitted):
            record_readings(seen=[], entries={}, actor=cast.staff)


class TestSeveralMeters:
    """Main meters are added up; what a sub-meter counts is in them already."""

    def test_the_use_stands_once_all_main_meters_are_read(self, cast: Cast) -> None:
        first, second = make_meter(cast), make_meter(cast)
        sub = make_meter(cast, parent=first, unit=cast.units["STORE"])
        expect(JANUARY, JANUARY)
        read(cast, sub, JANUARY, 1100)
        read(cast, first, JANUARY, 1300)
        assert use_of(first, JANUARY) is None
        read(cast, second, JANUARY, 1050)
        use = use_of(first, JANUARY)
        assert use is not None
        assert use.quantity == 300 + 50
        own = EnergyUse.get(EnergyUse.unit == cast.units["STORE"].id)
        assert own.quantity == 100

    def test_what_was_entered_from_a_bill_is_replaced(self, cast: Cast, meter: Meter) -> None:
        make_use(meter.site, JANUARY, "electricity", 1, cost=Decimal(9))
        read(cast, meter, JANUARY, 1500)
        use = EnergyUse.get()
        assert (use.quantity, use.cost) == (20_000, 9)

    def test_an_area_has_one_row_a_month_and_energy(self, cast: Cast) -> None:
        make_use(cast.site_a, JANUARY, "electricity", 1)
        with pytest.raises(peewee.IntegrityError):
            make_use(cast.site_a, JANUARY, "electricity", 2)

    def test_a_main_meter_counts_the_same_at_the_same_place(self, cast: Cast) -> None:
        main = make_meter(cast)
        values = {
            "code": "W1",
            "name": "Water",
            "site": cast.site_a.id,
            "kind": "water",
            "parent": main.id,
            "installed_on": JANUARY,
        }
        with pytest.raises(InvalidRecord, match="same kind"):
            create_record(Meter, values, actor=cast.energy)


class TestReplacing:
    """features.md, case 12: (old end − old start) + (new end − new start), never negative."""

    def replace(self, cast: Cast, meter: Meter, **more: Any) -> None:
        values = {
            "replaced_on": dt.date(2026, 2, 14),
            "old_end": Decimal(1700),
            "new_start": Decimal(5),
            "new_factor": Decimal(60),
            "new_serial_no": "N-2",
            "reason": "Worn out",
        }
        only(replace_meters(seen=[Seen(meter.id)], actor=cast.energy, **{**values, **more}))

    def test_both_stretches_count_each_with_its_factor(self, cast: Cast, meter: Meter) -> None:
        read(cast, meter, JANUARY, 1500)
        self.replace(cast, meter)
        assert read(cast, meter, FEBRUARY, 105).used == 200 * 40 + 100 * 60
        assert read(cast, meter, MARCH, 205).used == 100 * 60
        row = Meter.get_by_id(meter.id)
        assert (row.serial_no, row.factor) == ("N-2", 60)

    def test_an_earlier_reading_keeps_its_factor_when_it_is_corrected(
        self, cast: Cast, meter: Meter
    ) -> None:
        read(cast, meter, JANUARY, 1500)
        self.replace(cast, meter)
        read(cast, meter, FEBRUARY, 105)
        row = reading(meter, JANUARY)
        only(
            correct_readings(
                seen=[Seen(row.id)], value=Decimal(1600), reason="Misread", actor=cast.energy
            )
        )
        assert reading(meter, JANUARY).used == 600 * 40
        assert reading(meter, FEBRUARY).used == 100 * 40 + 100 * 60
        use = use_of(meter, FEBRUARY)
        assert use is not None
        assert use.quantity == 10_000

    @pytest.mark.parametrize(
        ("columns", "message"),
        [
            ({"old_end": Decimal(1499)}, "showed 1500"),
            ({"replaced_on": dt.date(2026, 1, 31)}, "was read on"),
            ({"replaced_on": dt.date(2026, 4, 3)}, "not to come"),
            ({"reason": " "}, "Say why"),
        ],
    )
    def test_what_cannot_be_is_refused(
        self, cast: Cast, meter: Meter, columns: dict[str, Any], message: str
    ) -> None:
        read(cast, meter, JANUARY, 1500)
        with pytest.raises(InvalidRecord, match=message):
            self.replace(cast, meter, **columns)
        assert not MeterReplacement.select().exists()

    def test_a_correction_that_makes_the_next_month_negative_is_refused(
        self, cast: Cast, meter: Meter
    ) -> None:
        read(cast, meter, JANUARY, 1500)
        read(cast, meter, FEBRUARY, 1600)
        row = reading(meter, JANUARY)
        with pytest.raises(InvalidRecord, match="below"):
            only(
                correct_readings(
                    seen=[Seen(row.id)], value=Decimal(1700), reason="x", actor=cast.energy
                )
            )
        assert reading(meter, JANUARY).value == 1500
