"""The buttons and forms of rules, learning and the service desk."""

import pytest

from models import (
    LearningPlan,
    RuleAcknowledgement,
    RuleDeviation,
    RuleVersion,
    Ticket,
    TicketPause,
    TicketTransfer,
    TrainingSession,
)
from tests.factories.learning import attendance, called, make_plan, make_plan_item
from tests.factories.rules import consulted, enact, make_rule
from tests.factories.service_desk import fresh, make_ticket, opened, resolved, working


@pytest.fixture(autouse=True)
def monday(cast, set_clock):
    set_clock("2026-03-02 09:00")


def get(client, login, who, address, status=200):
    answer = login(client, who).get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def post(client, login, who, address, data=None, status=302):
    answer = login(client, who).post(address, data=data or {})
    assert answer.status_code == status, answer.text[:2000]
    return answer.text


def test_a_ticket_is_registered_from_its_page(cast, client, login):
    ticket = make_ticket(cast)
    page = get(client, login, "staff", f"/admin/ticket/open/?id={ticket.id}")
    assert "on the spot within 120 minutes" in page
    post(client, login, "staff", f"/admin/ticket/open/?id={ticket.id}")
    assert fresh(ticket).status == "open"


def test_the_owner_takes_it_on_and_another_is_refused(cast, client, login):
    ticket = opened(cast)
    page = get(client, login, "works", f"/admin/ticket/details/?id={ticket.id}")
    assert "Take it on" in page
    get(client, login, "guard", f"/admin/ticket/details/?id={ticket.id}", status=404)
    refusal = post(client, login, "assessor", f"/admin/ticket/accept/?id={ticket.id}", status=409)
    assert "who acts for this ticket" in refusal
    post(client, login, "works", f"/admin/ticket/accept/?id={ticket.id}")


def test_handing_on_and_taking_over(cast, client, login):
    ticket = working(cast)
    sent = {"to_staff": str(cast.guard_staff.id), "reason": "Electric"}
    post(client, login, "works", f"/admin/ticket/transfer/?id={ticket.id}", sent)
    transfer = TicketTransfer.get()
    assert "Can you take it over?" in get(client, login, "guard", "/")
    post(client, login, "guard", f"/admin/ticket_transfer/accept/?id={transfer.id}")
    assert fresh(ticket).owner == cast.guard_staff


def test_stopping_the_clock_with_an_approval(cast, client, login):
    ticket = working(cast)
    sent = {"reason": "parts", "waits_for": "A valve"}
    post(client, login, "works", f"/admin/ticket/pause/?id={ticket.id}", sent)
    stop = TicketPause.get()
    assert "Parts are on order" in get(client, login, "deputy", "/")
    post(client, login, "deputy", f"/admin/ticket_pause/approve/?id={stop.id}")
    assert fresh(ticket).status == "paused"


def test_reporting_and_confirming(cast, client, login):
    ticket = working(cast)
    post(
        client,
        login,
        "works",
        f"/admin/ticket/resolve/?id={ticket.id}",
        {"solution": "New washer.", "parts": "Washer", "cost": "3.50"},
    )
    assert "Is it done? Please confirm." in get(client, login, "staff", "/")
    post(client, login, "staff", f"/admin/ticket/confirm/?id={ticket.id}", {"satisfaction": "5"})
    row = fresh(ticket)
    assert (row.status, row.satisfaction, str(row.cost)) == ("confirmed", 5, "3.50")


def test_the_receipt_names_people_phones_and_the_promise(cast, client, login):
    """R22, 回执: name, phone, promised time, complaint phone."""
    ticket = opened(cast)
    page = get(client, login, "staff", f"/admin/ticket/form/receipt/?id={ticket.id}")
    for text in ("Fitter Lu", "8801-12345", "2026-03-04 09:00", "until you have confirmed"):
        assert text in page, text


def test_the_repair_slip_has_its_fields_and_signatures(cast, client, login):
    ticket = resolved(cast)
    page = get(client, login, "works", f"/admin/ticket/form/slip/?id={ticket.id}")
    for text in ("Tap drips", "New washer.", "Repaired by", "Accepted by"):
        assert text in page, text


def test_a_rule_goes_into_force_by_buttons(cast, client, login, set_clock):
    rule = make_rule(cast)
    post(client, login, "assessor", f"/admin/rule/draft/?id={rule.id}", {"summary": "First"})
    version = RuleVersion.get()
    RuleVersion.update(content="Article 1.").execute()
    address = f"/admin/rule_version/{{}}/?id={version.id}"
    sent = {"consulted_until": "2026-03-06"}
    post(client, login, "assessor", address.format("consult"), sent)
    post(client, login, "guard", address.format("comment"), {"remark": "Good."})
    set_clock("2026-03-09 09:00")
    assert "have to read it" in get(client, login, "director", address.format("enact"))
    days = {"starts_on": "2026-03-09", "review_due_on": "2027-03-01"}
    post(client, login, "director", address.format("enact"), days)
    assert "Rule to be read" in get(client, login, "guard", "/")
    post(client, login, "guard", address.format("acknowledge"))
    assert RuleAcknowledgement.get().staff == cast.guard_staff
    post(client, login, "assessor", address.format("remind"))


def test_a_rule_without_its_days_is_refused_with_the_reason(cast, client, login, set_clock):
    version = consulted(cast)
    set_clock("2026-03-09 09:00")
    address = f"/admin/rule_version/enact/?id={version.id}"
    page = post(client, login, "director", address, {"starts_on": ""}, status=409)
    assert "Fill this in." in page


def test_a_deviation_is_reported_and_decided(cast, client, login, set_clock):
    version = consulted(cast)
    set_clock("2026-03-09 09:00")
    version = enact(cast, version, "2026-03-09")
    row = RuleDeviation.create(
        version=version,
        staff=cast.guard_staff,
        unit=cast.units["GUARD"],
        site=cast.site_a,
        occurred_on="2026-03-09",
        reason="Snow",
    )
    post(client, login, "guard", f"/admin/rule_deviation/submit/?id={row.id}")
    assert "Deviations to be decided on" in get(client, login, "deputy", "/")
    post(client, login, "deputy", f"/admin/rule_deviation/approve/?id={row.id}")
    assert RuleDeviation.get().status == "approved"


def test_a_plan_is_approved_published_and_laid_out(cast, client, login):
    plan = make_plan(cast)
    make_plan_item(plan, weekday=5)
    address = f"/admin/learning_plan/{{}}/?id={plan.id}"
    assert "Learning plans to be approved" in get(client, login, "deputy", "/")
    post(client, login, "deputy", address.format("approve"))
    post(client, login, "director", address.format("publish"))
    post(client, login, "assessor", address.format("lay"))
    assert LearningPlan.get().status == "published"
    assert TrainingSession.select().count() == 1


def test_attendance_is_entered_on_its_page(cast, client, login, set_clock):
    set_clock("2026-03-06 18:00")
    session = called(cast)
    address = f"/admin/training_session/hold/?id={session.id}"
    assert "Guard Gu" in get(client, login, "assessor", address)
    late = attendance(session, cast.guard_staff)
    sent = {f"status-{late.id}": "late", f"score-{late.id}": "80", "discussion": "All spoke."}
    post(client, login, "assessor", address, sent)
    row = attendance(session, cast.guard_staff)
    assert (row.status, str(row.hours), row.score) == ("late", "1.0", 80)
    own = f"/admin/training_attendance/reflect/?id={row.id}"
    post(client, login, "guard", own, {"reflection": "Service first."})


def test_the_sign_in_sheet_names_everybody_called(cast, client, login):
    """培训签到表."""
    session = called(cast)
    page = get(client, login, "assessor", f"/admin/training_session/sheet/?id={session.id}")
    for text in ("Post discipline", "Guard Gu", "Signature"):
        assert text in page, text


def test_who_drafts_enters_no_status_of_his_own(cast, client, login):
    """Owned columns stand in no form."""
    page = get(client, login, "staff", "/admin/ticket/new/")
    for name in ("status", "owner", "promised_at", "first_asked"):
        assert f'name="{name}"' not in page
    assert Ticket.select().count() == 0
