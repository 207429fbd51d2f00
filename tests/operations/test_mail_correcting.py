"""A misdelivery is found by anybody and kept for ever (R42); forwarding and returning."""

import pytest

from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.mail.correcting import (
    forward_mail,
    recover_mail,
    report_by_number,
    report_misdeliveries,
    return_mail,
)
from logistics.operations.mail.delivering import deliver_mail
from logistics.operations.mail.registering import Arrival
from logistics.operations.outcomes import Seen, only
from models import MailItem, Notice
from tests.factories.mail import delivered_mail, make_round, register, sorted_mail


@pytest.fixture(autouse=True)
def in_the_morning(cast, set_clock):
    set_clock("2026-06-12 09:00")


@pytest.fixture
def delivered(cast):
    (item,) = delivered_mail(cast, make_round(cast.site_a))
    return item


def fresh(row):
    return MailItem.get_by_id(row.id)


def test_whoever_holds_the_envelope_reports_it_by_its_number(cast, delivered):
    number = delivered.doc_no.lower()
    report_by_number(doc_no=f" {number} ", note="Not for us.", actor=cast.keeper)
    row = fresh(delivered)
    assert (row.status, row.misdelivered_by) == ("misdelivered", cast.mail_staff)
    assert (row.misdelivered_to, row.found_by) == (cast.units["STORE"], cast.keeper_staff)
    assert Notice.select().where(Notice.account == cast.mail_account).count() == 1


def test_a_number_that_is_not_in_the_register_is_refused(cast):
    with pytest.raises(NotFound, match="No mail item has this number"):
        report_by_number(doc_no="ML-1", note="Not for us.", actor=cast.keeper)


def test_the_mark_stays_when_the_item_is_recovered_and_delivered_again(cast, delivered):
    report_by_number(doc_no=delivered.doc_no, note="Not for us.", actor=cast.keeper)
    only(recover_mail(seen=[Seen(delivered.id)], note="Fetched.", actor=cast.mail))
    signed = {"signed_by": cast.staff_staff.id, "actor": cast.mail}
    only(deliver_mail(seen=[Seen(delivered.id)], **signed))
    row = fresh(delivered)
    assert row.status == "delivered"
    assert row.misdelivered_at is not None
    assert row.misdelivered_by == cast.mail_staff


def test_it_takes_a_word_and_a_wrong_unit(cast, delivered):
    with pytest.raises(RuleViolation, match="Say what happened"):
        report_by_number(doc_no=delivered.doc_no, note=" ", actor=cast.keeper)
    with pytest.raises(RuleViolation, match="addressed to that very unit"):
        report_by_number(doc_no=delivered.doc_no, note="Not ours.", actor=cast.staff)


def test_only_what_was_handed_over_can_have_gone_astray(cast):
    (item,) = sorted_mail(cast, make_round(cast.site_a))
    with pytest.raises(WrongState):
        only(report_misdeliveries(seen=[Seen(item.id)], note="Odd.", actor=cast.keeper))


def test_only_the_mail_room_recovers(cast, delivered):
    with pytest.raises(NotPermitted):
        recover_mail(seen=[Seen(delivered.id)], note="Fetched.", actor=cast.keeper)


def test_an_item_follows_its_addressee_to_another_unit_and_area(cast):
    (item,) = register(cast, make_round(cast.site_a))
    there = cast.units["BUREAU2"]
    told = {"to_unit_id": there.id, "reason": "Moved to Sishui.", "actor": cast.mail}
    only(forward_mail(seen=[Seen(item.id)], **told))
    row = fresh(item)
    assert (row.to_unit, row.forwarded_from) == (there, cast.units["BUREAU"])
    assert (row.site, row.status) == (cast.site_b, "forwarded")
    with pytest.raises(RuleViolation, match="addressed to this unit already"):
        only(forward_mail(seen=[Seen(item.id)], **told))


def test_an_unknown_addressee_is_traced_and_then_returned(cast):
    (item,) = register(cast, make_round(cast.site_a), Arrival(to_person="Nobody"))
    with pytest.raises(RuleViolation, match="how the addressee was traced"):
        return_mail(seen=[Seen(item.id)], reason="", actor=cast.mail)
    only(return_mail(seen=[Seen(item.id)], reason="Asked all units.", actor=cast.mail))
    assert fresh(item).status == "returned"
