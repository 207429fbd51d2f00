"""The fleet's registers on paper: journeys and fillings of a vehicle, and the month of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from admin_views import current, words
from admin_views.ledgers import Days, ledger, name_column, number_column, page, whole_month
from admin_views.printing import PrintedForm
from logistics import permissions
from logistics.database import local_day
from logistics.queries.fleet.statistics import driven_between, fuelled_between
from logistics.wording import Words, _
from models import FuelLog, Trip, Vehicle

NONE = Decimal(0)
SIGNS: tuple[tuple[Words, str], ...] = (
    (_("Drawn up by"), ""),
    (_("Dispatcher"), ""),
    (_("Unit head"), ""),
)
JOURNEYS, FUEL = _("Statistics of journeys"), _("Statistics of fuel")


def journeys_of(row: Trip) -> dict[str, Any]:
    """出车统计: the month of the trip, a vehicle a line, as far as the reader sees them."""
    days = whole_month(local_day(row.out_at))
    found = [each for each in driven_between(_vehicles(), *days) if each.trips]
    rows = [
        (
            each.vehicle.plate,
            each.vehicle.name,
            each.trips,
            len(each.days),
            words.number(each.distance),
            words.number(_mean(each.distance, each.trips)),
            words.money(each.outlay),
        )
        for each in found
    ]
    trips, distance = sum(each.trips for each in found), sum(each.distance for each in found)
    total = (
        _("Total"),
        "",
        trips,
        sum(len(each.days) for each in found),
        words.number(distance),
        words.number(_mean(distance, trips)),
        words.money(sum((each.outlay for each in found), NONE)),
    )
    columns = [
        name_column(_("Plate")),
        {"label": _("Vehicle")},
        number_column(_("Journeys")),
        number_column(_("Days out")),
        number_column(_("Kilometres")),
        number_column(_("Kilometres a journey")),
        number_column(_("Tolls and parking (yuan)")),
    ]
    return _page(JOURNEYS, columns, rows, total, days)


def fuel_of(row: FuelLog) -> dict[str, Any]:
    """加油统计: the month of the filling, a vehicle a line, with its use against the standard."""
    days = whole_month(row.fuelled_on)
    found = [each for each in fuelled_between(_vehicles(), *days) if each.fillings]
    rows = [
        (
            each.vehicle.plate,
            each.vehicle.name,
            each.fillings,
            words.number(each.liters),
            words.money(each.amount),
            words.money(each.price),
            words.number(each.burnt.per_100_km) if each.burnt else "",
            words.number(each.vehicle.standard_consumption or NONE),
            f"{words.number(each.burnt.over_percent)} %" if each.burnt else "",
        )
        for each in found
    ]
    total = (
        _("Total"),
        "",
        sum(each.fillings for each in found),
        words.number(sum((each.liters for each in found), NONE)),
        words.money(sum((each.amount for each in found), NONE)),
        *("", "", "", ""),
    )
    columns = [
        name_column(_("Plate")),
        {"label": _("Vehicle")},
        number_column(_("Fillings")),
        number_column(_("Litres")),
        number_column(_("Amount (yuan)")),
        number_column(_("Yuan a litre")),
        number_column(_("L/100 km")),
        number_column(_("Standard")),
        number_column(_("Over the standard")),
    ]
    return _page(FUEL, columns, rows, total, days)


def _page(label: Words, columns: Any, rows: Any, total: Sequence[Any], days: Days) -> Any:
    head = [words.words(_("All vehicles"))]
    return page(label, columns, rows, total=total, head=head, days=days, signatures=SIGNS)


def _vehicles() -> list[Vehicle]:
    query = Vehicle.select().order_by(Vehicle.plate)
    return list(permissions.visible(current.actor(), query, Vehicle))


def _mean(whole: int, parts: int) -> Decimal:
    return Decimal(whole / parts).quantize(Decimal("0.1")) if parts else NONE


def _counts(state: str) -> Callable[[Any], bool]:
    return lambda row: row.status == state


TRIP_PRINTS = (
    ledger(
        "journeys",
        _("Record of journeys"),
        (
            *("out_at", "in_at", "dispatch.doc_no", "dispatch.purpose", "dispatch.destination"),
            *("driver", "odo_out", "odo_in", "distance", "note"),
        ),
        day="out_at",
        same=("vehicle",),
        where=lambda: Trip.status != "cancelled",
        totals=("distance",),
        signs=(_("Driver"), _("Dispatcher")),
        when=lambda row: row.status != "cancelled",
    ),
    PrintedForm("statistics", JOURNEYS, "papers/ledger.html", journeys_of, _counts("back")),
)
FUEL_PRINTS = (
    ledger(
        "fillings",
        _("Register of fillings"),
        (
            *("fuelled_on", "driver", "station", "card_no", "liters", "amount"),
            *("odometer", "is_full", "consumption"),
        ),
        day="fuelled_on",
        same=("vehicle",),
        where=lambda: FuelLog.status == "valid",
        totals=("liters", "amount"),
        signs=(_("Driver"), _("Dispatcher"), _("Finance")),
        when=_counts("valid"),
    ),
    PrintedForm("statistics", FUEL, "papers/ledger.html", fuel_of, _counts("valid")),
)
