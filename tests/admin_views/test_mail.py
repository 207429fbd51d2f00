"""The mail room's pages: register, hand over against signatures, what came to the wrong unit."""

import pytest

from models import DeliveryRound, MailItem
from tests.factories.mail import delivered_mail, make_round, sorted_mail, subscribe


@pytest.fixture(autouse=True)
def in_the_morning(cast, set_clock):
    set_clock("2026-06-12 09:00")


@pytest.fixture
def round_(cast):
    return make_round(cast.site_a)


def get(client, login, who, address, status=200):
    answer = login(client, who).get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def post(client, login, who, address, data=None, status=302):
    answer = login(client, who).post(address, data=data or {})
    assert answer.status_code == status, answer.text[:2000]
    return answer


def test_a_round_registers_hands_over_and_prints(cast, client, login, round_, set_clock):
    """(R41)"""
    bureau = cast.units["BUREAU"]
    address = f"/admin/delivery_round/{{}}/?id={round_.id}"
    rows = {
        "0-kind": "registered",
        "0-tracking": "XA100",
        "0-to_unit": bureau.id,
        "0-from_org": "City archive",
        "1-kind": "letter",
        "1-to_person": "Nobody",
        "2-kind": "letter",
    }
    post(client, login, "mail", address.format("register"), rows)
    first, second = MailItem.select().order_by(MailItem.id)
    assert (first.tracking, second.to_unit, second.to_person) == ("XA100", None, "Nobody")
    post(client, login, "mail", f"/admin/mail_item/sort/?id={first.id}")
    text = get(client, login, "mail", address.format("deliver"))
    assert first.doc_no in text
    signed = {f"signer-{bureau.id}": cast.staff_staff.id}
    post(client, login, "mail", address.format("deliver"), signed)
    assert MailItem.get_by_id(first.id).signed_by == cast.staff_staff
    set_clock("2026-06-12 10:00")
    text = get(client, login, "mail", address.format("finish"))
    assert "2 items, of which 1 are not handed over yet" in text
    post(client, login, "mail", address.format("finish"))
    text = get(client, login, "mail", address.format("print"))
    assert "XA100" in text
    assert "Clerk Shi" in text


def test_what_is_refused_stays_as_it_was_typed(cast, client, login, round_):
    rows = {"0-kind": "classified", "0-tracking": "JY-1", "0-from_org": "Provincial office"}
    address = f"/admin/delivery_round/register/?id={round_.id}"
    text = post(client, login, "mail", address, rows, status=409).text
    assert "Item 1, Sender: Classified mail is registered by its number only" in text
    assert 'value="JY-1"' in text


def test_newspapers_are_made_up_from_the_page(cast, client, login, round_):
    subscribe(cast.units["BUREAU"], 2, title="Daily")
    post(client, login, "mail", f"/admin/delivery_round/distribute/?id={round_.id}")
    assert MailItem.get().copies == 2


def test_an_item_asks_who_signs_and_refuses_a_stranger(cast, client, login, round_):
    (item,) = sorted_mail(cast, round_)
    address = f"/admin/mail_item/deliver/?id={item.id}"
    data = {"signed_by": cast.keeper_staff.id, "proxy_note": ""}
    refused = post(client, login, "mail", address, data, status=409).text
    assert "Keeper Kang does not belong to" in refused
    data = {"signed_by": cast.staff_staff.id, "proxy_note": ""}
    post(client, login, "mail", address, data)
    assert MailItem.get_by_id(item.id).status == "delivered"


def test_a_unit_signs_for_all_its_mail_on_its_own_page(cast, client, login, round_):
    items = sorted_mail(cast, round_) + sorted_mail(cast, round_)
    ids = ",".join(str(item.id) for item in items[::-1])
    text = get(client, login, "staff", "/mail")
    assert items[0].doc_no in text
    assert "Mail to be signed for: 2" in get(client, login, "staff", "/")
    post(client, login, "staff", f"/admin/mail_item/sign/?id={ids}", status=200)
    assert "No mail waits for your unit." in get(client, login, "staff", "/mail")


def test_a_letter_that_is_not_ours_is_reported_by_its_number_and_recovered(
    cast, client, login, round_
):
    """(R42): found by anybody, corrected, and still on record."""
    (item,) = delivered_mail(cast, round_)
    get(client, login, "keeper", f"/admin/mail_item/details/?id={item.id}", 404)
    data = {"doc_no": "ML-0", "note": "Not for us."}
    assert (
        "No mail item has this number."
        in post(client, login, "keeper", "/mail/not-ours", data, status=409).text
    )
    post(client, login, "keeper", "/mail/not-ours", {**data, "doc_no": item.doc_no})
    assert "Mail to be recovered: 1" in get(client, login, "mail", "/")
    post(client, login, "mail", f"/admin/mail_item/recover/?id={item.id}", {"note": "Fetched."})
    item = MailItem.get_by_id(item.id)
    assert (item.status, item.misdelivered_to) == ("recovered", cast.units["STORE"])


def test_forwarding_and_returning_ask_for_their_reason(cast, client, login, round_):
    (item,) = sorted_mail(cast, round_)
    address = f"/admin/mail_item/forward/?id={item.id}"
    data = {"to_unit_id": cast.units["STORE"].id, "reason": ""}
    assert "Say why" in post(client, login, "mail", address, data, status=409).text
    post(client, login, "mail", address, {**data, "reason": "Changed post."})
    address = f"/admin/mail_item/return/?id={item.id}"
    post(client, login, "mail", address, {"reason": "Refused."})
    assert MailItem.get_by_id(item.id).status == "returned"


def test_a_round_is_finished_only_by_the_mail_room(cast, client, login, round_):
    address = f"/admin/delivery_round/finish/?id={round_.id}"
    get(client, login, "staff", address, 403)
    assert DeliveryRound.get_by_id(round_.id).status == "planned"


def test_the_newspaper_sheet_shows_every_units_copies_and_who_signed(cast, client, login, round_):
    """报刊分送表 (R42): what does not appear that day is no column."""
    bureau = cast.units["BUREAU"]
    daily = subscribe(bureau, copies=3)
    weekly = subscribe(bureau, copies=7, frequency="weekly")
    address = f"/admin/delivery_round/{{}}/?id={round_.id}"
    assert f"{daily.title} 3" in get(client, login, "mail", address.format("distribute"))
    post(client, login, "mail", address.format("distribute"))
    text = get(client, login, "mail", address.format("papers"))
    assert daily.title in text
    assert weekly.title not in text
    assert cast.staff_staff.name not in text
    signed = {f"signer-{bureau.id}": cast.staff_staff.id}
    post(client, login, "mail", address.format("deliver"), signed)
    assert cast.staff_staff.name in get(client, login, "mail", address.format("papers"))
