"""Energy of the demonstration: last year's months, this year's readings, quotas, measures.

Meters are read on the last working day of each month, those of the months since the half-year too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, month_days
from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, SET_UP_ON, Entry, moment, this_morning
from logistics.demo.energy_saving import saving_events
from logistics.demo.office import Office
from logistics.demo.reading import read_table
from logistics.demo.texts import read_texts
from logistics.operations.energy.quotas import (
    accept_over_quota_notes,
    approve_quotas,
    enter_energy_costs,
    judge_quotas,
    submit_over_quota_notes,
)
from logistics.operations.energy.readings import (
    ReadingEntry,
    expect_readings,
    record_readings,
    replace_meters,
)
from logistics.operations.importing import import_rows
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM
from logistics.queries.energy.meters import months_between, standing_before
from logistics.tables.energy import (
    EnergyCoefficient,
    EnergyQuota,
    EnergyUse,
    Meter,
    MeterReading,
    OverQuotaNote,
)
from logistics.tables.energy.meters import FUELS
from logistics.tables.organisation import Site, Unit

STATISTICS_ON, QUOTAS_ON = dt.date(2026, 1, 15), dt.date(2026, 1, 20)
HALF_YEAR_ENDS = dt.date(2026, 6, 30)
THOUSANDTH, FEN = Decimal("0.001"), Decimal("0.01")
Years = dict[tuple[str, str], list[Decimal]]


def events(office: Office) -> Iterator[Entry]:
    """The books of the new year, each month's readings and bills, the half-year compared."""
    texts = read_texts("energy")
    last_year = _last_year()
    yield Entry(moment(SET_UP_ON, 15), 0, partial(_enter_coefficients, office, texts))
    yield Entry(moment(SET_UP_ON, 15), 1, partial(_hang_meters, office))
    yield Entry(moment(STATISTICS_ON, 10), 0, partial(_enter_last_year, office, last_year))
    yield Entry(moment(QUOTAS_ON, 10), 0, partial(_set_quotas, office, texts))
    for month in months_between(FIRST_DAY, max(local_today(), HALF_YEAR_ENDS)):
        yield from _month(office, texts, last_year, month)
    swap = texts["replacement"]
    yield Entry(moment(swap["day"], 10), 0, partial(_replace, office, swap))
    yield from _explain(office, texts)
    yield from saving_events(office, texts)


def _last_year() -> Years:
    return {
        (row["site"], row["kind"]): [Decimal(row[f"m{month:02}"]) for month in range(1, 13)]
        for row in read_table("energy_uses")
    }


def _month(
    office: Office, texts: dict[str, Any], last_year: Years, month: dt.date
) -> Iterator[Entry]:
    """The readings laid out on the 1st, taken on the last working day; the bills of the 10th."""
    last = month_days(month)[1]
    laid_out = moment(month, 8)
    yield Entry(laid_out, 40, partial(_expect, month))
    read_at = moment(add_workdays(last + dt.timedelta(days=1), -1), 15)
    is_told = last <= HALF_YEAR_ENDS or read_at < this_morning()
    if is_told:
        yield Entry(read_at, 0, partial(_read, office, texts, last_year, month))
    paid_at = moment(add_workdays(last, 7), 10)
    if is_told and (last <= HALF_YEAR_ENDS or paid_at < this_morning()):
        yield Entry(paid_at, 0, partial(_pay, office, texts, month))


def _enter_coefficients(office: Office, texts: dict[str, Any]) -> None:
    for row in texts["coefficient"]:
        values = {**row, "starts_on": "2021-04-01"}
        create_record(EnergyCoefficient, values, actor=office.actor("energy"))


def _enter_last_year(office: Office, last_year: Years) -> None:
    """The months of last year come in as a file, with the statistics of the year."""
    rows = [
        {
            "site": office.key(Site, site),
            "kind": kind,
            "month": dt.date(2025, month, 1).isoformat(),
            "quantity": str(quantity),
        }
        for (site, kind), quantities in last_year.items()
        for month, quantity in enumerate(quantities, start=1)
        if quantity
    ]
    import_rows(EnergyUse, rows, actor=office.actor("energy"))


def _hang_meters(office: Office) -> None:
    for row in read_table("meters"):
        values: dict[str, Any] = {name: text for name, text in row.items() if name != "share"}
        values["site"] = office.key(Site, row["site"])
        values["parent"] = office.key(Meter, row["parent"]) if row["parent"] else None
        values["unit"] = office.key(Unit, row["unit"]) if row["unit"] else None
        create_record(Meter, values, actor=office.actor("energy"))


def _set_quotas(office: Office, texts: dict[str, Any]) -> None:
    """The energy officer enters them, the director puts them into force."""
    seen = []
    for row in texts["quota"]:
        guide, baseline, limit = row["values"]
        values = {
            "year": 2026,
            "site": office.key(Site, row["site"]),
            "indicator": row["indicator"],
            "guide": guide,
            "baseline": baseline,
            "limit_value": limit,
            "source": row["source"],
        }
        seen.append(Seen(create_record(EnergyQuota, values, actor=office.actor("energy")).id))
    all_of(approve_quotas(seen=seen, actor=office.actor("director")))


def _expect(month: dt.date) -> None:
    expect_readings(first=month, last=month, actor=SYSTEM)


def _read(office: Office, texts: dict[str, Any], last_year: Years, month: dt.date) -> None:
    """Every meter shows what its share of last year's month comes to, by this year's trend."""
    shares = {row["code"]: Decimal(row["share"]) for row in read_table("meters")}
    estimate = texts["estimate"]
    rows = list(MeterReading.select(MeterReading, Meter).join(Meter).order_by(MeterReading.id))
    due = [row for row in rows if row.month == month and row.status == "expected"]
    entries = {}
    for row in due:
        used = _expected_use(office, texts, last_year, row.meter, month) * shares[row.meter.code]
        is_estimate = (row.meter.code, month) == (estimate["meter"], estimate["month"])
        entries[row.id] = ReadingEntry(
            _shown(row, used),
            estimated=is_estimate,
            note=estimate["note"] if is_estimate else "",
        )
    actor = office.actor("energy")
    all_of(record_readings(seen=[Seen(row.id) for row in due], entries=entries, actor=actor))
    _enter_fuels(office, texts, last_year, month)


def _expected_use(
    office: Office, texts: dict[str, Any], last_year: Years, meter: Meter, month: dt.date
) -> Decimal:
    """About as much as the office area used in the same month of last year; Sishui is new."""
    site = meter.site.code
    profile = last_year.get((site, meter.kind)) or last_year["COMMITTEE", meter.kind]
    trend = texts["trend"][site]
    percent = trend[min(month.month, len(trend)) - 1]
    blur = office.random.randrange(985, 1016)
    usual: Decimal = profile[month.month - 1]
    return Decimal(usual * percent * blur / 100_000)


def _shown(row: MeterReading, used: Decimal) -> Decimal:
    """What the meter shows after so much was used; in March the new water meter began at 0."""
    before = standing_before(row.meter, row.month)
    steps = (used / row.meter.factor).quantize(Decimal(1), ROUND_HALF_UP)
    replaced = read_texts("energy")["replacement"]
    if (row.meter.code, row.month) == (replaced["meter"], replaced["day"].replace(day=1)):
        return Decimal(steps // 2)
    return Decimal(before.value + steps)


def _replace(office: Office, swap: dict[str, Any]) -> None:
    meter = Meter.get(Meter.code == swap["meter"])
    shown = standing_before(meter, swap["day"]).value
    only(
        replace_meters(
            seen=[Seen(meter.id)],
            replaced_on=swap["day"],
            old_end=shown + 70,
            new_start=Decimal(0),
            new_serial_no=swap["new_serial_no"],
            reason=swap["reason"],
            actor=office.actor("energy"),
        )
    )


def _enter_fuels(office: Office, texts: dict[str, Any], last_year: Years, month: dt.date) -> None:
    """Petrol and diesel as the fleet's cards say."""
    for (site, kind), quantities in last_year.items():
        if kind in FUELS:
            trend = texts["trend"][site]
            percent = trend[min(month.month, len(trend)) - 1]
            values = {
                "site": office.key(Site, site),
                "kind": kind,
                "month": month,
                "quantity": (quantities[month.month - 1] * percent / 100).quantize(THOUSANDTH),
                "note": "加油卡月度汇总",
            }
            create_record(EnergyUse, values, actor=office.actor("energy"))


def _pay(office: Office, texts: dict[str, Any], month: dt.date) -> None:
    finance = office.actor("finance")
    billed = (EnergyUse.month == month) & EnergyUse.unit.is_null() & (EnergyUse.quantity > 0)
    for use in EnergyUse.select().where(billed).order_by(EnergyUse.id):
        cost = (use.quantity * Decimal(texts["price"][use.kind])).quantize(FEN, ROUND_HALF_UP)
        only(enter_energy_costs(seen=[Seen(use.id)], cost=cost, actor=finance))


def _explain(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    """After the half-year the use is compared; the third area explains what went over."""
    note = texts["note"]
    yield Entry(moment(dt.date(2026, 7, 2), 9, 30), 0, partial(_judge, office))
    yield Entry(moment(dt.date(2026, 7, 3), 15), 0, partial(_submit, office, note))
    yield Entry(moment(dt.date(2026, 7, 6), 10), 0, partial(_accept, office, note))


def _judge(office: Office) -> None:
    quotas = EnergyQuota.select().where(
        (EnergyQuota.year == 2026) & (EnergyQuota.status != "draft")
    )
    all_of(
        judge_quotas(
            seen=[Seen(quota.id) for quota in quotas],
            first=FIRST_DAY,
            last=HALF_YEAR_ENDS,
            actor=office.actor("energy"),
        )
    )


def _submit(office: Office, note: dict[str, Any]) -> None:
    rows = [Seen(row.id) for row in OverQuotaNote.select()]
    all_of(
        submit_over_quota_notes(
            seen=rows,
            cause=note["cause"],
            measure=note["measure"],
            due_on=note["due_on"],
            actor=office.actor("energy"),
        )
    )


def _accept(office: Office, note: dict[str, Any]) -> None:
    rows = [Seen(row.id) for row in OverQuotaNote.select()]
    deputy = office.actor("deputy")
    all_of(accept_over_quota_notes(seen=rows, comment=note["answer"], actor=deputy))
