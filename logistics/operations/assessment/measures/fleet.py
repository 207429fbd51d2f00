"""Drivers: safe, on time, sparing with fuel, well rated, trips written down (R24, R25)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day, now
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.queries.fleet.readings import burnt_between
from logistics.tables.fleet import (
    Accident,
    Dispatch,
    TrafficViolation,
    Trip,
    Vehicle,
    VehicleMaintenance,
    VehicleRequest,
)
from logistics.wording import _

LATE_AFTER = dt.timedelta(minutes=10)
WRITTEN_WITHIN = dt.timedelta(days=1)
TOLERATED_PERCENT = 5
FAULT_OF = {
    "full": "accident_main",
    "main": "accident_main",
    "equal": "accident_equal",
    "minor": "accident_minor",
}


def observe_safety(span: Span) -> Iterator[Observation]:
    """Every trip, every accident that the police has settled, every offence."""
    for key, driver, out_at in _trips(span, Trip.id, Trip.driver, Trip.out_at):
        yield Observation(driver, local_day(out_at), "trip", key)
    accidents: Any = Accident.select(
        Accident.id, Accident.driver, Accident.happened_at, Accident.liability
    ).where(_within(Accident.happened_at, span) & (Accident.status == "settled"))
    for key, driver, moment, liability in accidents.order_by(Accident.id).tuples():
        fault = FAULT_OF.get(liability, "")
        yield Observation(driver, local_day(moment), "accident", key, fault=fault)
    offences: Any = TrafficViolation.select(
        TrafficViolation.id, TrafficViolation.driver, TrafficViolation.happened_at
    ).where(_within(TrafficViolation.happened_at, span))
    for key, driver, moment in offences.order_by(TrafficViolation.id).tuples():
        yield Observation(driver, local_day(moment), "traffic_violation", key, fault="violation")


def observe_dispatching(span: Span) -> Iterator[Observation]:
    """Every slip that was driven or refused; kilometres on no slip go to the vehicle's driver."""
    driven: Any = (
        Dispatch.select(Dispatch.id, Dispatch.driver, Dispatch.starts_at, Trip.out_at)
        .join(Trip, on=(Trip.dispatch == Dispatch.id))
        .where(_within(Dispatch.starts_at, span) & (Trip.status != "cancelled"))
        .order_by(Dispatch.id)
    )
    for key, driver, starts_at, out_at in driven.tuples():
        fault = "late" if out_at > starts_at + LATE_AFTER else ""
        yield Observation(driver, local_day(starts_at), "dispatch", key, fault=fault)
    refused: Any = Dispatch.select(Dispatch.id, Dispatch.driver, Dispatch.starts_at).where(
        _within(Dispatch.starts_at, span) & Dispatch.is_refused
    )
    for key, driver, starts_at in refused.order_by(Dispatch.id).tuples():
        yield Observation(driver, local_day(starts_at), "dispatch", key, fault="refusal")
    gaps: Any = (
        Trip.select(Trip.id, Vehicle.driver, Trip.out_at, Trip.gap_km)
        .join(Vehicle)
        .where(
            _within(Trip.out_at, span)
            & (Trip.status != "cancelled")
            & (Trip.gap_km > 0)
            & (Trip.gap_reason == "")
            & Vehicle.driver.is_null(False)
        )
        .order_by(Trip.id)
    )
    for key, driver, out_at, gap in gaps.tuples():
        yield Observation(driver, local_day(out_at), "trip", key, fault="no_slip", note=f"{gap} km")


def observe_vehicles(span: Span) -> Iterator[Observation]:
    """Each vehicle's fuel over the whole time against its standard, and its services in time.

    Beyond five percent every further percent counts once. Take it over at the end of a cycle: a
    vehicle is judged once.
    """
    for burnt in burnt_between(span.first, span.last):
        vehicle = burnt.vehicle
        if vehicle.driver_id is None or vehicle.standard_consumption is None:
            continue
        beyond = int(burnt.over_percent) - TOLERATED_PERCENT
        yield Observation(
            vehicle.driver_id,
            span.last,
            "vehicle",
            vehicle.id,
            fault="over_standard" if beyond > 0 else "",
            quantity=Decimal(max(beyond, 1)),
            note=f"{burnt.per_100_km} / {vehicle.standard_consumption}",
        )
    services: Any = (
        VehicleMaintenance.select(
            VehicleMaintenance.id,
            Vehicle.driver,
            VehicleMaintenance.due_on,
            VehicleMaintenance.ends_on,
        )
        .join(Vehicle)
        .where(
            (VehicleMaintenance.kind == "service")
            & VehicleMaintenance.due_on.between(span.first, span.last)
            & (VehicleMaintenance.due_on < local_day(now()))
            & (VehicleMaintenance.status != "rejected")
            & Vehicle.driver.is_null(False)
        )
        .order_by(VehicleMaintenance.id)
    )
    for key, driver, due_on, ends_on in services.tuples():
        missed = ends_on is None or ends_on > due_on
        fault = "missed_service" if missed else ""
        yield Observation(driver, due_on, "vehicle_maintenance", key, fault=fault)


def observe_ratings(span: Span) -> Iterator[Observation]:
    """Every mark that a passenger gave, from 1 to 5."""
    rated: Any = VehicleRequest.select(
        VehicleRequest.id, VehicleRequest.driver, VehicleRequest.starts_at, VehicleRequest.rating
    ).where(
        _within(VehicleRequest.starts_at, span)
        & VehicleRequest.rating.is_null(False)
        & VehicleRequest.driver.is_null(False)
    )
    for key, driver, moment, rating in rated.order_by(VehicleRequest.id).tuples():
        yield Observation(
            driver,
            local_day(moment),
            "vehicle_request",
            key,
            quantity=Decimal(rating),
            possible=Decimal(5),
        )


def observe_logs(span: Span) -> Iterator[Observation]:
    """Every slip whose day is over: its trip stands written down, or it is missing."""
    slips: Any = Dispatch.select(
        Dispatch.id, Dispatch.driver, Dispatch.starts_at, Dispatch.status
    ).where(
        _within(Dispatch.starts_at, span)
        & (Dispatch.status != "cancelled")
        & (Dispatch.ends_at < now() - WRITTEN_WITHIN)
    )
    for key, driver, starts_at, status in slips.order_by(Dispatch.id).tuples():
        fault = "" if status == "back" else "missing_log"
        yield Observation(driver, local_day(starts_at), "dispatch", key, fault=fault)


def _within(column: Any, span: Span) -> Any:
    return (column >= span.begins_at) & (column < span.ends_at)


def _trips(span: Span, *columns: Any) -> Any:
    query = Trip.select(*columns).where(_within(Trip.out_at, span) & (Trip.status == "back"))
    return query.order_by(Trip.id).tuples()


SAFE_DRIVING = Measure(
    "safe_driving",
    _("Driving: accidents and offences"),
    observe_safety,
    {
        "accident_main": _("Accident, full or main liability"),
        "accident_equal": _("Accident, equal liability"),
        "accident_minor": _("Accident, minor liability"),
        "violation": _("Traffic offence"),
    },
)
DISPATCH_DISCIPLINE = Measure(
    "dispatch_discipline",
    _("Driving: discipline of dispatch"),
    observe_dispatching,
    {
        "late": _("Left late"),
        "refusal": _("Refused by the driver"),
        "no_slip": _("Kilometres on no slip"),
    },
)
VEHICLE_CARE = Measure(
    "vehicle_care",
    _("Driving: fuel against the standard, services"),
    observe_vehicles,
    {
        "over_standard": _("Percent over the standard beyond 5 %%"),
        "missed_service": _("Service missed"),
    },
)
JOURNEY_RATING = Measure("journey_rating", _("Driving: passengers' ratings"), observe_ratings)
TRIP_LOGS = Measure(
    "trip_logs",
    _("Driving: trips written down"),
    observe_logs,
    {"missing_log": _("Trip not written down")},
)
