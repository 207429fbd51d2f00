"""Guarding: posts and shifts, patrols, visitors, parking, incidents."""

from logistics.tables.guarding.parking import (
    Incident,
    ParkingLane,
    ParkingSpace,
    ParkingViolation,
)
from logistics.tables.guarding.patrols import (
    FireCheck,
    Patrol,
    PatrolCheckpoint,
    PatrolRoute,
    PatrolTime,
)
from logistics.tables.guarding.posts import GuardHandover, GuardPost, GuardShift
from logistics.tables.guarding.visitors import Visitor

__all__ = [
    "FireCheck",
    "GuardHandover",
    "GuardPost",
    "GuardShift",
    "Incident",
    "ParkingLane",
    "ParkingSpace",
    "ParkingViolation",
    "Patrol",
    "PatrolCheckpoint",
    "PatrolRoute",
    "PatrolTime",
    "Visitor",
]
