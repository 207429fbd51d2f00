"""People: staff, posts, who holds which post, who sits in which room, who is on leave."""

from logistics.tables.people.leave import AWAY, StaffLeave
from logistics.tables.people.staff import (
    AUDIENCES,
    ENDS_AFTER_START,
    FAMILIES,
    Post,
    RoomAllocation,
    Staff,
    StaffPost,
)

__all__ = [
    "AUDIENCES",
    "AWAY",
    "ENDS_AFTER_START",
    "FAMILIES",
    "Post",
    "RoomAllocation",
    "Staff",
    "StaffLeave",
    "StaffPost",
]
