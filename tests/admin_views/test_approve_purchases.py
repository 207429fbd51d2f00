"""The page of decision on purchases, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from werkzeug.test import TestResponse

from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import withdraw_purchases
from logistics.operations.records import LineChange, change_record
from models import ApprovalDecision, PurchaseRequest, PurchaseRequestLine
from tests.cast import Cast
from tests.client import Client
from tests.factories.approvals import make_delegation, make_matrix
from tests.factories.purchasing_requests import approve, fresh, make_award, make_request, submit
from tests.factories.stock import make_item, make_warehouse, put_in_stock

Login = Callable[[Client, str], Client]


@pytest.fixture
def asked(cast: Cast, matrix: None) -> PurchaseRequest:
    return submit(make_request(cast.staff_staff, 800, reason="The old one is dark."))


def address(*requests: PurchaseRequest) -> str:
    ids = ",".join(str(request.id) for request in requests)
    return f"/admin/purchase_request/approve/?id={ids}"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the form, the last of each name."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return dict(found)


def decide(
    client: Client, request: PurchaseRequest, page: str | None = None, **fields: str
) -> TestResponse:
    """Send the form of a page; of one opened just now unless it is given."""
    page = page if page is not None else client.get(address(request)).text
    data = {**hidden(page), "choice": "approve", "comment": "", **fields}
    return client.post(address(request), data=data)


class TestOneRequest:
    def test_the_page_says_what_agreeing_leads_to(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        page = login(client, "head").get(address(asked))

        assert page.status_code == 200
        for told in ("800.00", "is reserved", "Buyer Bai", "The old one is dark.", "Submit: Agree"):
            assert told in page.text

    def test_agreeing_decides_and_leads_to_the_record(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        answer = decide(login(client, "head"), asked, comment="Agreed.")

        assert answer.status_code == 302
        assert answer.location.endswith(f"/admin/purchase_request/details/?id={asked.id}")
        assert ApprovalDecision.get().comment == "Agreed."
        record = client.get(answer.location).text
        assert "Head He" in record
        assert "Agreed." in record

    def test_the_stock_of_every_site_and_the_last_price_stand_beside_the_lines(
        self, client: Client, login: Login, cast: Cast
    ) -> None:
        make_matrix()
        item = make_item(name="Paper")
        for site, quantity in ((cast.site_a, 3), (cast.site_b, 20)):
            put_in_stock(make_warehouse(site=site), item, quantity, quantity * 7)
        request = submit(make_request(cast.staff_staff, line={"item": item, "name": ""}))

        page = login(client, "head").get(address(request)).text

        assert "Already in stock." in page
        assert "7.00" in page
        assert re.search(r"Paper.*<td class=\"num\">.*3.*</td>.*20", page, re.DOTALL)

    def test_what_was_bought_of_the_same_kind_is_flagged(
        self, client: Client, login: Login, cast: Cast
    ) -> None:
        make_matrix()
        first = submit(make_request(cast.staff_staff, 900, line={"catalogue_code": "C08"}))
        second = submit(
            make_request(
                cast.staff_staff,
                900,
                budget_line=first.budget_line,
                line={"catalogue_code": "C08"},
            )
        )

        page = login(client, "head").get(address(second)).text

        assert "Possibly split." in page
        assert first.doc_no in page

    def test_the_offers_stand_beside_each_other(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        approve(asked, cast.head)
        award = make_award(asked, reason="It delivers first.")

        page = login(client, "buyer").get(address(asked)).text

        assert award.supplier.name in page
        assert "It delivers first." in page

    @pytest.mark.parametrize("choice", ["return", "reject"])
    def test_without_a_comment_nothing_is_returned_and_nothing_typed_is_lost(
        self, client: Client, login: Login, asked: PurchaseRequest, choice: str
    ) -> None:
        answer = decide(login(client, "head"), asked, choice=choice)

        assert answer.status_code == 409
        assert "needs a comment" in answer.text
        assert re.search(rf'value="{choice}" checked', answer.text)
        assert fresh(asked).status == "submitted"

    def test_a_made_up_choice_is_refused(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        assert decide(login(client, "head"), asked, choice="waive").status_code == 409
        assert not ApprovalDecision.select().exists()

    def test_the_director_is_asked_for_the_minutes(
        self, client: Client, login: Login, cast: Cast
    ) -> None:
        make_matrix()
        request = submit(make_request(cast.staff_staff, 6_000))
        approve(request, cast.head, cast.keeper, cast.finance)
        make_award(request)
        approve(request, cast.buyer, cast.deputy)
        login(client, "director")

        assert decide(client, request).status_code == 409
        assert decide(client, request, minutes_no="2026-14").status_code == 302
        assert fresh(request).status == "approved"


class TestWhoSeesIt:
    def test_whose_turn_it_is_not_reads_why_and_has_no_button(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        page = login(client, "deputy").get(address(asked)).text

        assert "waits for another person" in page
        assert 'name="choice"' not in page

    @pytest.mark.parametrize("login_name", ["admin", "staff", "auditor"])
    def test_nobody_without_the_right_opens_it(
        self, client: Client, login: Login, asked: PurchaseRequest, login_name: str
    ) -> None:
        login(client, login_name)

        assert client.get(address(asked)).status_code == 403
        assert client.post(address(asked), data={"choice": "approve"}).status_code == 403

    def test_a_stranger_finds_nothing(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        assert login(client, "staff2").get(address(asked)).status_code == 404

    def test_nobody_enters_without_logging_in(self, client: Client, asked: PurchaseRequest) -> None:
        assert client.get(address(asked)).status_code == 302

    def test_a_delegate_decides_although_he_sees_no_other_request(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        make_delegation(cast.head_staff, cast.guard_staff)
        login(client, "guard")

        assert client.get("/admin/purchase_request/").text.count(asked.doc_no) == 0
        assert client.get(address(asked)).status_code == 200
        assert decide(client, asked).status_code == 302
        assert ApprovalDecision.get().on_behalf_of == cast.head_account

    def test_a_delegate_who_presses_twice_is_told_that_he_has_decided(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        make_delegation(cast.head_staff, cast.guard_staff)
        page = login(client, "guard").get(address(asked)).text
        decide(client, asked, page)

        answer = decide(client, asked, page)

        assert answer.status_code == 409
        assert "You have already decided on" in answer.text
        assert ApprovalDecision.select().count() == 1

    def test_without_the_token_of_the_form_nothing_is_decided(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        login(client, "head")

        answer = client.post(address(asked), data={"choice": "approve"}, token=False)

        assert answer.status_code == 400
        assert not ApprovalDecision.select().exists()


class TestChangedMeanwhile:
    def change(self, request: PurchaseRequest, cast: Cast) -> None:
        """The requester takes it back, wants more of it, and submits it again."""
        only(withdraw_purchases(seen=[Seen(request.id)], actor=cast.staff))
        line = PurchaseRequestLine.get(PurchaseRequestLine.request == request)
        change_record(
            PurchaseRequest,
            Seen(request.id),
            {},
            actor=cast.staff,
            lines={PurchaseRequestLine: [LineChange({"quantity": "6"}, line.id)]},
        )
        submit(request)

    def test_the_newest_content_comes_back_with_the_changes_marked(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        page = login(client, "head").get(address(asked)).text
        self.change(asked, cast)

        answer = decide(client, asked, page, comment="Agreed for one.")

        assert answer.status_code == 409
        for told in (
            "was changed after you opened it",
            "Clerk Shi",
            "<del>1</del>",
            "4,800.00",
            "Agreed for one.",
            'name="has_read"',
        ):
            assert told in answer.text
        assert not ApprovalDecision.select().exists()

    def test_only_who_ticks_that_he_read_them_decides(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        page = login(client, "head").get(address(asked)).text
        self.change(asked, cast)
        marked = decide(client, asked, page).text

        assert decide(client, asked, marked).status_code == 409
        assert decide(client, asked, marked, has_read="1").status_code == 302
        assert ApprovalDecision.get().amount == Decimal(4_800)

    def test_a_double_click_is_told_so(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        page = login(client, "head").get(address(asked)).text
        decide(client, asked, page)

        answer = decide(client, asked, page)

        assert answer.status_code == 409
        assert "already decided" in answer.text
        assert ApprovalDecision.select().count() == 1


class TestMany:
    def test_each_request_of_a_set_has_its_result(
        self, client: Client, login: Login, cast: Cast, asked: PurchaseRequest
    ) -> None:
        own = submit(make_request(cast.head_staff))
        login(client, "head")
        page = client.get(address(asked, own)).text
        assert "your own request" in page

        answer = client.post(address(asked, own), data={**hidden(page), "choice": "approve"})

        assert answer.status_code == 200
        assert "1 done, 1 refused." in answer.text
        assert ApprovalDecision.select().count() == 1


class TestPrinted:
    @pytest.mark.parametrize(
        ("page", "told"),
        [
            ("print_request", ["Purchase request form", "The old one is dark.", "Deputy director"]),
            ("print_approval", ["Purchase approval form", "Head He", "Agreed"]),
        ],
    )
    def test_the_forms_hold_what_they_must_show(
        self,
        client: Client,
        login: Login,
        cast: Cast,
        asked: PurchaseRequest,
        page: str,
        told: list[str],
    ) -> None:
        approve(asked, cast.head)
        login(client, "deputy")

        answer = client.get(f"/admin/purchase_request/{page}/?id={asked.id}")

        assert answer.status_code == 200
        assert asked.doc_no in answer.text
        for text in told:
            assert text in answer.text

    def test_amounts_stand_in_capitals_in_chinese(
        self, client: Client, login: Login, asked: PurchaseRequest
    ) -> None:
        login(client, "deputy")

        answer = client.get(
            f"/admin/purchase_request/print_request/?id={asked.id}",
            headers={"Accept-Language": "zh-CN"},
        )

        assert "人民币捌佰元整" in answer.text
