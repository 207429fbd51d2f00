"""The idle pool and the look into it before buying (R70, R74; features 17)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from logistics.database import now
from logistics.errors import Conflict, RuleViolation, WrongState
from logistics.operations.assets import (
    accept_assets,
    check_reuse,
    decline_assets,
    offer_assets,
    take_listings,
    withdraw_listings,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.assets.pool import savings
from logistics.queries.purchasing.reuse import reuse_findings
from models import Asset, AssetTransfer, PoolListing, PurchaseRequestLine, ReuseCheck
from tests.cast import Cast
from tests.factories.assets import make_asset, make_idle, make_listing
from tests.factories.purchasing_requests import make_request

D = Decimal
CODE = "A02010105"


def take(cast: Cast, listing: PoolListing) -> AssetTransfer:
    only(
        take_listings(seen=[Seen(listing.id)], actor=cast.assets, custodian_id=cast.staff2_staff.id)
    )
    return AssetTransfer.get(AssetTransfer.reason == listing.doc_no)


def test_only_what_is_idle_is_offered(cast: Cast) -> None:
    asset = make_asset(cast)
    with pytest.raises(WrongState):
        only(offer_assets(seen=[Seen(asset.id)], actor=cast.assets, new_price=D(1)))
    listing = make_listing(cast)
    assert listing.asset.status == "pool"
    assert listing.doc_no.startswith("PL-")


def test_what_is_taken_counts_the_purchase_avoided(cast: Cast) -> None:
    """The saving is the price of a new one less the repair, once the receiver has accepted."""
    listing = make_listing(cast, condition="repair", repair_cost=D(480))
    started = now()
    transfer = take(cast, listing)
    assert PoolListing.get_by_id(listing.id).status == "reserved"
    assert savings(started, now()).pieces == 0
    only(accept_assets(seen=[Seen(transfer.id)], actor=cast.staff2))
    taken = PoolListing.get_by_id(listing.id)
    assert (taken.status, taken.saving, taken.taken_by) == ("taken", 4000, cast.units["BUREAU2"])
    asset = Asset.get_by_id(listing.asset_id)
    assert (asset.status, asset.custodian, asset.site) == (
        "in_use",
        cast.staff2_staff,
        cast.site_b,
    )
    ended = taken.ended_at
    assert savings(started, ended) == (0, 0)
    assert savings(started, ended.replace(year=ended.year + 1)) == (1, 4000)


def test_what_is_refused_stands_on_offer_again(cast: Cast) -> None:
    listing = make_listing(cast)
    transfer = take(cast, listing)
    with pytest.raises(Conflict):
        take(cast, listing)
    only(decline_assets(seen=[Seen(transfer.id)], actor=cast.staff2, reason="Too old"))
    again = PoolListing.get_by_id(listing.id)
    assert (again.status, again.taken_by, again.saving) == ("offered", None, None)
    take(cast, again)


def test_a_withdrawn_listing_leaves_an_idle_asset_that_can_be_offered_again(cast: Cast) -> None:
    listing = make_listing(cast)
    seen = [Seen(listing.id)]
    with pytest.raises(RuleViolation, match="Say why"):
        withdraw_listings(seen=seen, actor=cast.assets, reason="")
    only(withdraw_listings(seen=seen, actor=cast.assets, reason="Sold"))
    assert Asset.get_by_id(listing.asset_id).status == "idle"
    assert make_listing(cast, Asset.get_by_id(listing.asset_id)).id != listing.id


class TestReuseFirst:
    """Before a line is bought the pool is searched, and the answer is kept."""

    def line(self, cast: Cast, **columns: str) -> PurchaseRequestLine:
        columns = {"name": "Computer", "catalogue_code": CODE, **columns}
        return make_request(cast.staff_staff, line=columns).lines.get()

    def check(self, cast: Cast, line: PurchaseRequestLine, **answer: object) -> ReuseCheck:
        only(check_reuse(seen=[Seen(line.id)], actor=cast.assets, **answer))
        return ReuseCheck.select().order_by(ReuseCheck.id.desc()).get()

    def test_code_or_name_finds_it_at_any_site(self, cast: Cast) -> None:
        asset = make_idle(cast, site=cast.site_b, name="Desktop", catalogue_code=CODE)
        make_listing(cast, asset)
        by_code = self.line(cast)
        by_name = self.line(cast, name="Desktop", catalogue_code="")
        neither = self.line(cast, name="Chair", catalogue_code="A05")
        found = reuse_findings([by_code.request_id, by_name.request_id, neither.request_id])
        assert found[by_code.request_id] == f"Computer: {asset}, Sishui"
        assert found[by_name.request_id] == f"Desktop: {asset}, Sishui"
        assert found[neither.request_id] == "—"

    def test_what_the_pool_offers_is_taken_or_answered(self, cast: Cast) -> None:
        listing = make_listing(cast, make_idle(cast, catalogue_code=CODE))
        line = self.line(cast)
        with pytest.raises(RuleViolation, match="The pool offers 1 of these"):
            self.check(cast, line)
        refused = self.check(cast, line, reason="Too slow for drawings")
        assert (refused.outcome, refused.found) == ("unsuitable", 1)
        taken = self.check(cast, line, listing_id=listing.id)
        assert (taken.outcome, taken.listing) == ("reused", listing)
        reserved = PoolListing.get_by_id(listing.id)
        assert (reserved.request_line, reserved.taken_by_staff) == (line, cast.staff_staff)

    def test_an_empty_pool_is_said_so(self, cast: Cast) -> None:
        assert self.check(cast, self.line(cast)).outcome == "nothing"

    def test_nobody_checks_his_own_request(self, cast: Cast) -> None:
        line = make_request(cast.assets_staff).lines.get()
        with pytest.raises(RuleViolation, match="another step"):
            self.check(cast, line)
