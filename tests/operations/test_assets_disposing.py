"""Disposals: four persons one after the other, and least lives (R72, R74, R82; domain 2.24)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.database import local_today
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.operations.assets import (
    approve_disposals,
    check_disposals,
    examine_disposals,
    return_disposals,
    scrap_assets,
    submit_disposals,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.assets.depreciation import book_value, instalments
from models import Asset, AssetDisposal, AssetDisposalLine
from tests.cast import Cast
from tests.factories.assets import make_asset, make_disposal, make_transfer, submit

D = Decimal
NEW = local_today() - dt.timedelta(days=400)


def fresh(row: AssetDisposal) -> AssetDisposal:
    return AssetDisposal.get_by_id(row.id)


def examine(cast: Cast, row: AssetDisposal, **told: str) -> None:
    told = {"verdict": "beyond_repair", **told}
    only(examine_disposals(seen=[Seen(row.id)], actor=cast.works, **told))


def test_the_chain_ends_off_the_books(cast: Cast) -> None:
    asset = make_asset(cast)
    row = make_disposal(cast, asset)
    assert (row.cost, row.book_value, Asset.get_by_id(asset.id).status) == (4800, 0, "to_scrap")
    seen = [Seen(row.id)]
    examine(cast, row)
    only(check_disposals(seen=seen, actor=cast.finance))
    only(approve_disposals(seen=seen, actor=cast.director))
    only(scrap_assets(seen=seen, actor=cast.assets, income=D(50)))
    gone = Asset.get_by_id(asset.id)
    assert (gone.status, gone.retired_on, gone.custodian) == ("scrapped", local_today(), None)
    assert (fresh(row).status, fresh(row).income) == ("scrapped", 50)


def test_no_step_is_left_out(cast: Cast) -> None:
    row = make_disposal(cast, make_asset(cast))
    seen = [Seen(row.id)]
    for step, actor in (
        (check_disposals, cast.finance),
        (approve_disposals, cast.director),
        (scrap_assets, cast.assets),
    ):
        with pytest.raises(WrongState):
            only(step(seen=seen, actor=actor))


def test_before_its_least_life_it_takes_a_technical_opinion(cast: Cast) -> None:
    row = make_disposal(cast, make_asset(cast, acquired_on=NEW))
    assert AssetDisposalLine.get().life_left == 5
    with pytest.raises(RuleViolation, match="5 years short of its least life"):
        examine(cast, row)
    examine(cast, row, opinion="Board burnt, no spare part is made any more")
    assert fresh(row).status == "examined"


def test_what_is_still_usable_stays(cast: Cast) -> None:
    """Reaching the least life but usable: keep using (domain 2.18)."""
    asset = make_asset(cast)
    row = make_disposal(cast, asset)
    examine(cast, row, verdict="usable")
    kept = Asset.get_by_id(asset.id)
    assert (fresh(row).status, kept.status, kept.custodian) == (
        "rejected",
        "in_use",
        cast.staff_staff,
    )


def test_a_returned_disposal_frees_its_assets_until_it_comes_again(cast: Cast) -> None:
    asset = make_asset(cast)
    row = make_disposal(cast, asset)
    examine(cast, row)
    seen = [Seen(row.id)]
    with pytest.raises(RuleViolation, match="Say what"):
        return_disposals(seen=seen, actor=cast.finance, comment="")
    only(return_disposals(seen=seen, actor=cast.finance, comment="Photo missing"))
    assert Asset.get_by_id(asset.id).status == "in_use"
    number = fresh(row).doc_no
    only(submit_disposals(seen=seen, actor=cast.assets))
    assert (fresh(row).doc_no, fresh(row).status) == (number, "submitted")


def test_each_step_is_another_persons(cast: Cast) -> None:
    row = make_disposal(cast, make_asset(cast))
    AssetDisposal.update(submitted_by=cast.works_staff).where(AssetDisposal.id == row.id).execute()
    with pytest.raises(NotPermitted, match="another step"):
        examine(cast, row)


def test_a_step_takes_a_person(cast: Cast) -> None:
    row = make_disposal(cast, make_asset(cast))
    with pytest.raises(NotPermitted, match="member of staff"):
        only(examine_disposals(seen=[Seen(row.id)], actor=SYSTEM, verdict="unsafe"))


def test_what_is_to_be_transferred_cannot_be_disposed_of(cast: Cast) -> None:
    asset = make_asset(cast)
    submit(cast, make_transfer(cast, asset))
    with pytest.raises(Conflict):
        make_disposal(cast, asset)


def test_only_assets_of_the_unit_are_disposed_of_together(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="document of its own"):
        make_disposal(cast, make_asset(cast, unit=cast.units["STORE"]))


@given(st.integers(0, 10**9), st.integers(1, 60))
def test_the_instalments_of_a_life_sum_to_the_cost(fen: int, years: int) -> None:
    cost = D(fen).scaleb(-2)
    parts = instalments(cost, years)
    assert len(parts) == years * 12
    assert sum(parts) == cost
    assert max(parts) - min(parts) <= D("0.01")


def test_half_of_the_life_is_half_of_the_cost() -> None:
    """4,800 yuan over six years are 66.67 a month; after three years half is left."""
    bought = dt.date(2020, 1, 31)
    assert book_value(D(4800), 6, bought, dt.date(2020, 1, 31)) == D("4733.33")
    assert book_value(D(4800), 6, bought, dt.date(2022, 12, 1)) == 2400
    assert book_value(D(4800), 6, bought, dt.date(2030, 1, 1)) == 0
