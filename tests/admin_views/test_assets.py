"""Assets and costs by their pages: the buttons work, refuse with their message, and print."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from models import (
    AllocationStandard,
    Asset,
    AssetCount,
    AssetCountLine,
    AssetDisposal,
    AssetTransfer,
    CostDriver,
    CostEntry,
    CostPlan,
    PoolListing,
    ReuseCheck,
    WasteEvent,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.approvals import make_matrix
from tests.factories.assets import (
    hand_over,
    make_asset,
    make_disposal,
    make_idle,
    make_listing,
    make_transfer,
)
from tests.factories.money import make_cost_object
from tests.factories.purchasing_requests import make_request, submit

D = Decimal
Login = Any


@pytest.fixture
def keeper(client: Client, login: Login) -> Client:
    return login(client, "assets")


def text_of(page: Any) -> str:
    return re.sub(r"<[^>]+>", " ", page.text)


def test_a_transfer_goes_by_its_buttons_to_the_receiver(
    keeper: Client, login: Login, cast: Cast
) -> None:
    asset = make_asset(cast)
    transfer = make_transfer(cast, asset)
    page = keeper.get(f"/admin/asset_transfer/submit/?id={transfer.id}")
    assert f"{asset} goes to Clerk Song" in text_of(page)
    keeper.post(f"/admin/asset_transfer/submit/?id={transfer.id}")
    keeper.post(f"/admin/asset_transfer/hand/?id={transfer.id}")
    page = keeper.get(f"/admin/asset_transfer/details/?id={transfer.id}")
    assert "/admin/asset_transfer/accept/" not in page.text
    receiver = login(keeper, "staff2")
    assert "To be accepted: 1" in text_of(receiver.get("/"))
    receiver.post(f"/admin/asset_transfer/accept/?id={transfer.id}")
    assert Asset.get_by_id(asset.id).custodian == cast.staff2_staff
    slip = receiver.get(f"/admin/asset_transfer/print/?id={transfer.id}").text
    assert asset.tag in slip
    assert "Registrar Zhang" in slip


def test_who_receives_nothing_sees_no_transfer(keeper: Client, login: Login, cast: Cast) -> None:
    transfer = hand_over(cast, make_transfer(cast, make_asset(cast)))
    url = f"/admin/asset_transfer/details/?id={transfer.id}"
    assert login(keeper, "guard").get(url).status_code == 404


def test_a_refusal_without_reason_is_told(keeper: Client, login: Login, cast: Cast) -> None:
    transfer = hand_over(cast, make_transfer(cast, make_asset(cast)))
    receiver = login(keeper, "staff2")
    answer = receiver.post(f"/admin/asset_transfer/decline/?id={transfer.id}", data={"reason": ""})
    assert answer.status_code == 409
    assert "Say why you do not accept." in answer.text


def test_too_many_a_head_is_warned_of(keeper: Client, cast: Cast) -> None:
    AllocationStandard.create(catalogue_code="A02", name="Computer", max_per_head=D(1))
    assets = [make_asset(cast, catalogue_code="A02") for _number in range(3)]
    transfer = make_transfer(cast, *assets)
    page = text_of(keeper.get(f"/admin/asset_transfer/submit/?id={transfer.id}"))
    assert "Construction Bureau would have 3 × Computer for 1 people; allowed: 1." in page


class TestPool:
    def test_an_idle_asset_is_offered_given_out_and_listed(
        self, keeper: Client, login: Login, cast: Cast
    ) -> None:
        asset = make_idle(cast)
        form = {"condition": "good", "new_price": "4480", "repair_cost": "0", "description": "Ok"}
        keeper.post(f"/admin/asset/offer/?id={asset.id}", data=form)
        listing = PoolListing.get()
        everybody = login(keeper, "staff")
        assert asset.tag in everybody.get("/admin/idle_assets/").text
        keeper = login(keeper, "assets")
        url = f"/admin/pool_listing/take/?id={listing.id}"
        assert keeper.post(url, data={"custodian_id": ""}).status_code == 409
        keeper.post(url, data={"custodian_id": str(cast.staff2_staff.id)})
        assert PoolListing.get().status == "reserved"
        assert AssetTransfer.get().status == "handed_over"

    def test_a_price_that_is_no_number_is_refused(self, keeper: Client, cast: Cast) -> None:
        url = f"/admin/asset/offer/?id={make_idle(cast).id}"
        assert keeper.post(url, data={"condition": "good", "new_price": "x"}).status_code == 409
        assert not PoolListing.select().exists()

    def test_the_pool_is_checked_from_the_line_of_a_request(
        self, keeper: Client, cast: Cast
    ) -> None:
        listing = make_listing(cast, make_idle(cast, name="Projector"))
        line = make_request(cast.staff_staff).lines.get()
        url = f"/admin/purchase_request_line/check/?id={line.id}"
        assert str(listing.doc_no) in keeper.get(url).text
        assert keeper.post(url, data={"listing_id": "", "reason": ""}).status_code == 409
        keeper.post(url, data={"listing_id": str(listing.id), "reason": ""})
        assert ReuseCheck.get().outcome == "reused"


def test_the_approver_of_a_purchase_sees_what_the_pool_offers(
    client: Client, login: Login, cast: Cast
) -> None:
    """Reuse first: the page of decision shows the pool beside the stock (R74)."""
    make_matrix()
    listing = make_listing(cast, make_idle(cast, name="Projector"))
    request = submit(make_request(cast.staff_staff))
    page = login(client, "head").get(f"/admin/purchase_request/approve/?id={request.id}")
    assert "Assets that might do instead: 1." in text_of(page)
    assert str(listing.asset) in page.text


def test_an_asset_goes_to_repair_and_prints_its_card(keeper: Client, cast: Cast) -> None:
    asset = make_asset(cast, cost=D(6000), acquired_on=local_today())
    keeper.post(f"/admin/asset/repair/?id={asset.id}", data={"note": "No picture"})
    assert Asset.get_by_id(asset.id).status == "repair"
    keeper.post(f"/admin/asset/repaired/?id={asset.id}", data={"note": ""})
    card = keeper.get(f"/admin/asset/print/?id={asset.id}").text
    assert "5,916.67" in card
    assert asset.tag in card


def test_a_disposal_takes_four_persons_and_prints_their_names(
    client: Client, login: Login, cast: Cast
) -> None:
    row = make_disposal(cast, make_asset(cast, acquired_on=local_today() - dt.timedelta(days=400)))
    url = f"/admin/asset_disposal/{{}}/?id={row.id}"
    works = login(client, "works")
    page = works.get(url.format("examine"))
    assert "5 years short of its least life" in text_of(page)
    opinion = {"verdict": "beyond_repair", "opinion": ""}
    assert works.post(url.format("examine"), data=opinion).status_code == 409
    works.post(url.format("examine"), data={**opinion, "opinion": "Burnt out"})
    login(client, "finance").post(url.format("check"), data={"comment": ""})
    login(client, "director").post(url.format("approve"), data={"comment": "Agreed"})
    keeper = login(client, "assets")
    keeper.post(
        url.format("scrap"),
        data={"disposed_on": str(local_today()), "income": "50", "authority_no": ""},
    )
    assert AssetDisposal.get().status == "scrapped"
    printed = keeper.get(url.format("print")).text
    for name in ("Registrar Zhang", "Fitter Lu", "Finance Fang", "Director Ding"):
        assert name in printed


def test_a_count_is_done_by_many_lines_at_once(keeper: Client, login: Login, cast: Cast) -> None:
    for _number in range(3):
        make_asset(cast)
    count = AssetCount.create(year=2026, site=cast.site_a, counted_on=local_today())
    page = keeper.get(f"/admin/asset_count/begin/?id={count.id}")
    assert "Cards expected at Management Committee: 3." in text_of(page)
    keeper.post(f"/admin/asset_count/begin/?id={count.id}")
    ids = ",".join(str(line.id) for line in AssetCountLine.select())
    form = {"result": "found", "found_room_id": "", "cause": "", "note": ""}
    assert "3 done, 0 refused" in text_of(
        keeper.post(f"/admin/asset_count_line/count/?id={ids}", data=form)
    )
    keeper.post(f"/admin/asset_count/submit/?id={count.id}")
    deputy = login(keeper, "deputy")
    assert (
        "Book, card and object agree."
        in deputy.get(f"/admin/asset_count/approve/?id={count.id}").text
    )
    deputy.post(f"/admin/asset_count/approve/?id={count.id}", data={"comment": ""})
    assert AssetCount.get().status == "approved"


class TestCosts:
    def test_a_cost_is_entered_and_analysed(self, client: Client, login: Login, cast: Cast) -> None:
        canteen = make_cost_object(cast, name="Canteen", driver="meals")
        finance = login(client, "finance")
        month = local_today().replace(day=1)
        form = {"month": str(month), "element": "materials", "amount": "1200", "note": "Rice"}
        finance.post(f"/admin/cost_object/enter/?id={canteen.id}", data=form)
        CostDriver.create(month=month, cost_object=canteen, driver="meals", quantity=D(100))
        CostPlan.create(month=month, cost_object=canteen, amount=D(1000))
        page = text_of(finance.get("/admin/cost_analysis/"))
        assert "12.00" in page
        assert "+20.0%" in page
        assert "12.00" in finance.get("/admin/cost_analysis/print/").text
        wrong = finance.post(
            f"/admin/cost_object/enter/?id={canteen.id}", data={**form, "amount": ""}
        )
        assert wrong.status_code == 409
        entry = CostEntry.get()
        finance.post(f"/admin/cost_entry/reverse/?id={entry.id}", data={"reason": "Twice"})
        assert CostEntry.select().count() == 2

    @pytest.mark.parametrize("days", ["from=x", "from=2026-02-01&until=2026-01-01"])
    def test_days_that_are_none_are_told(self, client: Client, login: Login, days: str) -> None:
        finance = login(client, "finance")
        assert finance.get(f"/admin/cost_analysis/?{days}").status_code == 400

    def test_staff_report_waste_and_the_deputy_confirms(
        self, client: Client, login: Login, cast: Cast
    ) -> None:
        event = WasteEvent.create(
            kind="goods",
            what="Paper",
            occurred_on=local_today(),
            site=cast.site_a,
            unit=cast.units["BUREAU"],
            amount=D(80),
            reporter=cast.staff_staff,
        )
        staff = login(client, "staff")
        staff.post(f"/admin/waste_event/report/?id={event.id}")
        deputy = login(client, "deputy")
        assert "To be confirmed: 1" in text_of(deputy.get("/"))
        url = f"/admin/waste_event/confirm/?id={event.id}"
        assert deputy.post(url, data={"cause": ""}).status_code == 409
        deputy.post(url, data={"cause": "One side"})
        assert WasteEvent.get().status == "confirmed"
        assert login(client, "staff").get("/admin/cost_analysis/").status_code == 403
