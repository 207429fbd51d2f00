"""Staff, posts and who holds them."""

import datetime as dt
from typing import Any

from models import Post, Staff, StaffLeave, StaffPost
from tests.factories import serial
from tests.factories.organisation import make_site, make_unit


def make_staff(**overrides: Any) -> Staff:
    number = serial()
    if "site" not in overrides:
        overrides["site"] = make_site()
    if "unit" not in overrides:
        overrides["unit"] = make_unit(site=overrides["site"])
    return Staff.create(
        **{
            "staff_no": f"N{number}",
            "name": f"Person {number}",
            "employment": "institution",
            "hired_on": dt.date(2020, 1, 1),
            **overrides,
        }
    )


def make_post(**overrides: Any) -> Post:
    number = serial()
    if "site" not in overrides:
        overrides["site"] = make_site()
    return Post.create(
        **{"code": f"P{number}", "name": f"Post {number}", "family": "management", **overrides}
    )


def make_staff_post(**overrides: Any) -> StaffPost:
    if "staff" not in overrides:
        overrides["staff"] = make_staff()
    if "post" not in overrides:
        overrides["post"] = make_post(site=overrides["staff"].site)
    return StaffPost.create(**{"starts_on": dt.date(2020, 1, 1), **overrides})


def make_leave(staff: Staff, **overrides: Any) -> StaffLeave:
    """Two days of leave that have not been asked for yet."""
    return StaffLeave.create(
        **{
            "staff": staff,
            "kind": "personal",
            "starts_on": dt.date(2026, 6, 15),
            "ends_on": dt.date(2026, 6, 16),
            "reason": "Moving house",
            **overrides,
        }
    )
