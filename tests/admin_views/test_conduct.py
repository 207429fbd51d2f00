"""The pages of post checks: drawing, recording, confirming, findings, bulletins."""

import pytest

from logistics.operations.conduct.checking import finish_check_rounds
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from models import (
    Bulletin,
    BulletinAck,
    BulletinAudience,
    CheckResult,
    CheckRound,
    Finding,
    FindingAction,
    StaffLeave,
)
from tests.factories.conduct import (
    OFF_POST,
    PLANNED,
    confirmed_round,
    leave_ordinary_posts,
    make_round,
    plan_round,
    published_bulletin,
    record,
    results,
)


@pytest.fixture(autouse=True)
def on_the_day(cast, set_clock):
    set_clock("2026-06-12 10:00")
    leave_ordinary_posts(cast)


def get(client, login, who, address, status=200):
    answer = login(client, who).get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def post(client, login, who, address, data=None, status=302):
    answer = login(client, who).post(address, data=data or {})
    assert answer.status_code == status, answer.text[:2000]
    return answer


def typed(row, **values):
    """What the checkers type for one post."""
    seen = {"presence": "on_post", "attitude": "9", "service": "8.5", "dress": "9", **values}
    return {f"{row.id}-{name}": value for name, value in seen.items()}


def finished(cast):
    round_ = plan_round(cast)
    record(cast, round_, {0: OFF_POST})
    only(finish_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    return round_


def test_a_round_is_made_drawn_and_recorded_on_its_pages(cast, client, login):
    data = {
        "planned_on": "2026-06-12",
        "site": cast.site_a.id,
        "places": "3",
        "is_unannounced": "y",
        "checker": cast.discipline_staff.id,
    }
    post(client, login, "discipline", "/admin/check_round/new/", data)
    round_ = CheckRound.get()
    text = get(client, login, "discipline", f"/admin/check_round/plan/?id={round_.id}")
    assert "3 of 5 posts are drawn by lot" in text
    post(client, login, "discipline", f"/admin/check_round/plan/?id={round_.id}")
    first, second, third = results(round_)
    StaffLeave.create(
        status="approved", staff=second.drawn, kind="sick", starts_on=PLANNED, ends_on=PLANNED
    )
    address = f"/admin/check_round/record/?id={round_.id}"
    text = get(client, login, "discipline", address)
    assert first.drawn.name in text
    assert "On leave" in text
    data = {
        **typed(first),
        **typed(second, presence="off_post"),
        **typed(third, presence="late", note="12 minutes late."),
    }
    post(client, login, "discipline", address, data)
    assert [row.presence for row in results(round_)] == ["on_post", "leave", "late"]
    assert "Checked: 3 of 3" in get(client, login, "discipline", address)


def test_what_was_typed_comes_back_when_it_is_refused(cast, client, login):
    round_ = plan_round(cast)
    first = results(round_)[0]
    address = f"/admin/check_round/record/?id={round_.id}"
    data = typed(first, presence="off_post", attitude="3.5")
    answer = post(client, login, "discipline", address, data, 409)
    assert "Describe what you found" in answer.text
    assert 'value="3.5"' in answer.text
    assert results(round_)[0].presence is None


def test_posts_left_blank_are_left_for_later(cast, client, login):
    round_ = plan_round(cast)
    first = results(round_)[0]
    post(client, login, "discipline", f"/admin/check_round/record/?id={round_.id}", typed(first))
    assert [row.presence for row in results(round_)] == ["on_post", None, None]


def test_the_person_is_asked_on_the_start_page_and_answers(cast, client, login):
    round_ = finished(cast)
    result = results(round_)[0]
    who = load_actor(result.staff.account).login
    address = f"/admin/check_result/explain/?id={result.id}"
    for page in ("/", "/bulletins"):
        assert address in get(client, login, who, page)
    post(client, login, who, address, {"explanation": "I was at the gate."})
    assert CheckResult.get_by_id(result.id).explanation == "I was at the gate."
    other = next(name for name in ("guard", "keeper") if name != who)
    get(client, login, other, address, 404)


def test_the_deputy_confirms_and_excuses_with_a_reason(cast, client, login, set_clock):
    round_ = finished(cast)
    result = results(round_)[0]
    set_clock("2026-06-18 09:00")
    address = f"/admin/check_round/confirm/?id={round_.id}"
    text = get(client, login, "deputy", address)
    assert "66.67 %" in text
    assert OFF_POST["note"] in text
    excused = {f"excused-{result.id}": "1"}
    answer = post(client, login, "deputy", address, excused, 409)
    assert "reason for excusing" in answer.text
    reason = {f"excuse-{result.id}": "Helped a visitor who had fallen."}
    post(client, login, "deputy", address, {**excused, **reason})
    assert CheckResult.get_by_id(result.id).verdict == "excused"
    assert Finding.select().count() == 0


def test_a_bulletin_is_drafted_from_the_figures(cast, client, login):
    round_ = confirmed_round(cast, 0)
    address = f"/admin/check_round/bulletin/?id={round_.id}"
    text = get(client, login, "discipline", address)
    assert "On post: 66.67 %" in text
    assert OFF_POST["note"] in text
    data = {
        "title": "June checks",
        "body": "Two of three stood at their posts.",
        "requirements": "Name stand-ins.",
        "rectify_by": "2026-06-30",
    }
    answer = post(client, login, "discipline", address, data)
    bulletin = Bulletin.get()
    assert answer.location == f"/admin/bulletin/details/?id={bulletin.id}"
    assert (bulletin.title, str(bulletin.rectify_by)) == ("June checks", "2026-06-30")


def test_a_bulletin_goes_over_deputy_and_director_to_its_readers(cast, client, login):
    bulletin = published_bulletin(cast, confirmed_round(cast, 0))
    assert bulletin.title in get(client, login, "guard", "/bulletins")
    assert bulletin.title in get(client, login, "guard", "/")
    text = get(client, login, "guard", f"/bulletins/{bulletin.id}")
    assert "I have read it" in text
    post(client, login, "guard", f"/bulletins/{bulletin.id}/acknowledge")
    assert BulletinAck.get().staff_id == cast.guard_staff.id
    assert "I have read it" not in get(client, login, "guard", f"/bulletins/{bulletin.id}")
    text = get(client, login, "director", f"/admin/bulletin/print/?id={bulletin.id}")
    assert bulletin.doc_no in text
    assert cast.director_account.name in text
    assert OFF_POST["note"] in text


def test_a_bulletin_for_others_and_a_draft_are_not_there(cast, client, login):
    bulletin = published_bulletin(cast, confirmed_round(cast))
    BulletinAudience.create(bulletin=bulletin, site=cast.site_b)
    get(client, login, "guard", f"/bulletins/{bulletin.id}", 404)
    post(client, login, "guard", f"/bulletins/{bulletin.id}/acknowledge", status=404)
    get(client, login, "guard", f"/admin/bulletin/details/?id={bulletin.id}", 403)
    get(client, login, "admin", "/bulletins", 403)
    Bulletin.update(status="draft").execute()
    get(client, login, "staff2", f"/bulletins/{bulletin.id}", 404)


def test_publishing_says_to_whom_it_goes(cast, client, login):
    bulletin = published_bulletin(cast, confirmed_round(cast))
    Bulletin.update(status="approved").execute()
    address = f"/admin/bulletin/publish/?id={bulletin.id}"
    assert "goes to everybody" in get(client, login, "director", address)
    BulletinAudience.create(bulletin=bulletin, unit=cast.units["STORE"])
    assert "goes to: Purchasing and Stores" in get(client, login, "director", address)


def test_a_finding_is_analysed_with_actions_and_closed(cast, client, login):
    confirmed_round(cast, 0)
    finding = Finding.get()
    owner = load_actor(finding.owner.account).login
    address = f"/admin/finding/analyse/?id={finding.id}"
    assert finding.description in get(client, login, "discipline", address)
    data = {
        "cause": "No stand-in.",
        "measure": "Name one.",
        "owner": finding.owner_id,
        "due_on": "2026-06-30",
        "action-0-what": "Talk with the section",
        "action-0-kind": "education",
        "action-0-owner": finding.owner_id,
        "action-0-due_on": "2026-06-20",
    }
    post(client, login, "discipline", address, data)
    action = FindingAction.get()
    assert (action.kind, str(action.due_on)) == ("education", "2026-06-20")
    assert finding.description in get(client, login, owner, "/")
    notice = get(client, login, "discipline", f"/admin/finding/form/notice/?id={finding.id}")
    for part in (finding.description, action.what, finding.owner.name, str(action.due_on)):
        assert part in notice
    refused = post(client, login, owner, f"/admin/finding/rectify/?id={finding.id}", status=409)
    assert "still open" in refused.text
    post(client, login, owner, f"/admin/finding_action/finish/?id={action.id}", {"note": "Held."})
    post(client, login, owner, f"/admin/finding/rectify/?id={finding.id}")
    shown = {"effectiveness": "Twice checked, both times manned."}
    post(client, login, "discipline", f"/admin/finding/close/?id={finding.id}", shown)
    assert Finding.get().status == "closed"


def test_an_incomplete_analysis_keeps_what_was_typed(cast, client, login):
    confirmed_round(cast, 0)
    finding = Finding.get()
    address = f"/admin/finding/analyse/?id={finding.id}"
    data = {"cause": "No stand-in.", "owner": str(finding.owner_id), "due_on": "soon"}
    answer = post(client, login, "discipline", address, data, 409)
    assert "No stand-in." in answer.text
    assert "Give a date" in answer.text
    assert Finding.get().status == "open"


def test_who_is_to_be_checked_learns_nothing_from_any_page(cast, client, login):
    round_ = plan_round(cast, places=50)
    for address in ("/", "/bulletins", "/admin/check_result/"):
        assert str(round_.doc_no) not in get(client, login, "guard", address)
    get(client, login, "guard", "/admin/check_round/", 403)


def test_the_start_page_names_what_of_checks_waits(cast, client, login):
    plan_round(cast)
    assert "Rounds to be checked: 1" in get(client, login, "discipline", "/")
    confirmed_round(cast)
    CheckRound.update(status="explained").execute()
    assert "Rounds to be confirmed: 2" in get(client, login, "deputy", "/")


def test_a_checked_round_prints_and_opens_in_chinese(cast, client, login):
    round_ = make_round(cast)
    cookie = {"Accept-Language": "zh-TW"}
    answer = login(client, "discipline").get(
        f"/admin/check_round/details/?id={round_.id}", headers=cookie
    )
    assert "查崗安排" in answer.text
