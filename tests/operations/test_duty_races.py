"""Several leaders at once: a swap is carried out once, and nobody ends up in two places."""

import datetime as dt

import pytest

from logistics.calendar import month_days
from logistics.database import local_today
from logistics.operations.duty.swapping import accept_swaps, approve_swaps, request_swaps
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from models import Account, DutyAssignment, DutySwap
from tests.factories.duty import make_member, make_pool, make_shift, publish_month
from tests.factories.people import make_staff
from tests.races import everyone, race

pytestmark = pytest.mark.race


def approve(swap_id: int, login: str) -> str:
    actor = load_actor(Account.get(Account.login == login))
    only(approve_swaps(seen=[Seen(swap_id)], actor=actor))
    return "approved"


def standing() -> int:
    return DutyAssignment.select().where(DutyAssignment.status == "assigned").count()


@pytest.fixture
def roster(race_db, cast):
    """Next month at both sites, a day shift each; the clerk may stand at either."""
    for site in (cast.site_a, cast.site_b):
        make_shift(site=site)
        make_shift(
            name="Night",
            kind="night",
            starts=dt.time(20),
            ends=dt.time(8),
            site=site,
            by_office=True,
            needs={},
        )
        people = [make_staff(site=site, unit=cast.units["GUARD"]) for _ in range(2)]
        make_pool(site, people)
    make_shift(name="Leader", kind="full", ends=dt.time(8), needs={"leader": 1})
    make_pool(None, [cast.leader_staff, cast.finance_staff], "leader")
    month = publish_month(cast, month_days(local_today())[1] + dt.timedelta(days=1))
    make_member(cast.staff_staff)
    return month


def swap_to_the_clerk(cast, site) -> DutySwap:
    """The first duty of a site's day shift, given to the clerk and accepted by him."""
    duty = (
        DutyAssignment.select()
        .where((DutyAssignment.site == site) & (DutyAssignment.status == "assigned"))
        .order_by(DutyAssignment.starts_at)
        .first()
    )
    only(
        request_swaps(
            seen=[Seen(duty.id)],
            to_staff_id=cast.staff_staff.id,
            reason="Race",
            actor=cast.roster,
        )
    )
    swap = DutySwap.get(DutySwap.from_assignment == duty.id)
    only(accept_swaps(seen=[Seen(swap.id)], actor=cast.staff))
    return swap


def test_of_eight_approvals_of_one_swap_one_carries_it_out(race_db, cast, roster):
    swap = swap_to_the_clerk(cast, cast.site_a)
    before = standing()
    told = race(race_db, approve, everyone(swap.id, "director"))
    assert told.count("approved") == 1, told
    assert standing() == before
    assert DutyAssignment.select().where(DutyAssignment.replaces.is_null(False)).count() == 1


def test_two_swaps_do_not_put_one_person_in_two_places(race_db, cast, roster):
    """Each alone is allowed; what the one does not see of the other, the database refuses."""
    swaps = [swap_to_the_clerk(cast, site) for site in (cast.site_a, cast.site_b)]
    before = standing()
    told = race(race_db, approve, [(swap.id, "director") for swap in swaps])
    assert told.count("approved") == 1, told
    assert standing() == before
    own = DutyAssignment.select().where(
        (DutyAssignment.staff == cast.staff_staff) & (DutyAssignment.status == "assigned")
    )
    assert own.count() == 1
