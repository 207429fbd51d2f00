"""Findings until their measures have proved to work, and bulletins until they were read
(R10, R15, R16).
"""

import datetime as dt

import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.conduct.bulletins import (
    acknowledge_bulletins,
    approve_bulletins,
    draft_bulletins,
    publish_bulletins,
    return_bulletins,
)
from logistics.operations.conduct.confirming import close_check_rounds
from logistics.operations.conduct.findings import (
    ActionPlan,
    analyse_findings,
    close_findings,
    finish_finding_actions,
    rectify_findings,
    return_findings,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from logistics.queries.conduct.figures import bulletins_for
from models import (
    Account,
    Bulletin,
    BulletinAck,
    BulletinAudience,
    CheckRound,
    Finding,
    FindingAction,
    Notice,
    Staff,
)
from tests.factories.conduct import (
    confirmed_round,
    leave_ordinary_posts,
    make_round,
    published_bulletin,
)

DUE = dt.date(2026, 6, 30)


@pytest.fixture(autouse=True)
def on_the_day(set_clock, request):
    set_clock("2026-06-12 10:00")
    if "cast" in request.fixturenames:
        leave_ordinary_posts(request.getfixturevalue("cast"))


@pytest.fixture
def finding(cast):
    confirmed_round(cast, 0)
    return Finding.get()


def owner(finding):
    return load_actor(Finding.get_by_id(finding.id).owner.account)


def analyse(finding, actor, actions=(), **overrides):
    values = {
        "cause": "No stand-in was named.",
        "measure": "Name stand-ins for every hour.",
        "owner_id": finding.owner_id,
        "due_on": DUE,
    }
    only(
        analyse_findings(
            seen=[Seen(finding.id)], actor=actor, actions=actions, **{**values, **overrides}
        )
    )


def plan(finding, what="Talk with the section."):
    return ActionPlan(what, finding.owner_id, DUE, "education")


def finish_action(actor):
    for action in FindingAction.select():
        only(finish_finding_actions(seen=[Seen(action.id)], note="Done on Monday.", actor=actor))


def rectify(finding):
    only(rectify_findings(seen=[Seen(finding.id)], actor=owner(finding)))


def close(finding, actor, effectiveness="Checked twice, somebody there each time."):
    only(close_findings(seen=[Seen(finding.id)], effectiveness=effectiveness, actor=actor))


def test_a_finding_goes_from_cause_to_proof(cast, finding):
    analyse(finding, cast.discipline, [plan(finding)])
    assert Finding.get().status == "acting"
    finish_action(owner(finding))
    rectify(finding)
    close(finding, cast.discipline)
    row = Finding.get()
    assert (row.status, row.closed_by_id) == ("closed", cast.discipline.account_id)
    assert row.effectiveness.startswith("Checked twice")


def test_a_finding_is_not_put_right_or_closed_with_an_open_action(cast, finding):
    """features.md, case 18, first half (OCA mgmtsystem)."""
    analyse(finding, cast.discipline, [plan(finding)])
    with pytest.raises(WrongState, match="still open: Talk with the section"):
        rectify(finding)
    Finding.update(status="rectified").execute()
    with pytest.raises(WrongState, match="still open: Talk with the section"):
        close(finding, cast.discipline)


def test_a_finding_is_not_closed_without_a_word_on_the_effect(cast, finding):
    """features.md, case 18, second half."""
    analyse(finding, cast.discipline)
    rectify(finding)
    with pytest.raises(RuleViolation, match="cannot be closed"):
        close(finding, cast.discipline, " ")
    assert Finding.get().status == "rectified"


def test_a_finding_is_not_closed_before_it_is_put_right(cast, finding):
    with pytest.raises(WrongState):
        close(finding, cast.discipline)
    analyse(finding, cast.discipline)
    with pytest.raises(WrongState):
        close(finding, cast.discipline)


def test_nobody_rechecks_what_he_had_to_put_right_himself(cast, finding):
    analyse(finding, cast.deputy, owner_id=cast.discipline_staff.id)
    only(rectify_findings(seen=[Seen(finding.id)], actor=cast.discipline))
    with pytest.raises(NotPermitted, match="Nobody rechecks"):
        close(finding, cast.discipline)
    with pytest.raises(NotPermitted, match="Nobody rechecks"):
        only(return_findings(seen=[Seen(finding.id)], comment="Not so", actor=cast.discipline))


def test_a_failed_recheck_gives_the_finding_back_and_is_counted(cast, finding):
    analyse(finding, cast.discipline)
    rectify(finding)
    with pytest.raises(RuleViolation, match="what the recheck has shown"):
        return_findings(seen=[Seen(finding.id)], comment="", actor=cast.discipline)
    only(return_findings(seen=[Seen(finding.id)], comment="Empty again.", actor=cast.discipline))
    row = Finding.get()
    assert (row.status, row.reopened, row.rectified_at) == ("acting", 1, None)
    assert Notice.select().where(Notice.params.contains("Empty again.")).count() == 1
    analyse(finding, cast.discipline, [plan(finding, "A second talk.")])
    assert FindingAction.get().what == "A second talk."


def test_only_the_person_responsible_reports(cast, finding):
    analyse(finding, cast.discipline, [plan(finding)])
    other = cast.keeper if finding.owner_id != cast.keeper_staff.id else cast.guard
    with pytest.raises(NotPermitted, match="person responsible"):
        finish_action(other)
    with pytest.raises(NotPermitted, match="person responsible"):
        only(rectify_findings(seen=[Seen(finding.id)], actor=other))
    with pytest.raises(RuleViolation, match="how it was done"):
        finish_finding_actions(seen=[], note="", actor=other)
    finish_action(owner(finding))
    with pytest.raises(WrongState):
        finish_action(owner(finding))


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"cause": " "}, "cause"),
        ({"measure": ""}, "measure"),
        ({"owner_id": None}, "owner"),
        ({"owner_id": 999_999}, "owner"),
        ({"due_on": None}, "due_on"),
        ({"due_on": dt.date(2026, 6, 11)}, "due_on"),
    ],
)
def test_an_analysis_is_complete(cast, finding, wrong, column):
    with pytest.raises(InvalidRecord) as refusal:
        analyse(finding, cast.discipline, **wrong)
    assert column in refusal.value.errors


def test_an_action_names_what_and_who(cast, finding):
    with pytest.raises(InvalidRecord) as refusal:
        analyse(finding, cast.discipline, [ActionPlan("", 999_999, DUE, "magic")])
    assert set(refusal.value.errors) == {"what", "owner", "kind"}
    assert Finding.get().status == "open"


def test_a_unit_head_analyses_findings_of_the_own_unit_only(cast, finding):
    Finding.update(owner=cast.staff_staff).execute()
    analyse(finding, cast.head, owner_id=cast.staff_staff.id)
    Finding.update(owner=cast.staff2_staff).execute()
    with pytest.raises(NotPermitted):
        analyse(finding, cast.head, owner_id=cast.staff_staff.id)


def test_a_round_is_put_right_with_its_last_finding_and_then_closed(cast):
    round_ = confirmed_round(cast, 0, 1)
    published_bulletin(cast, round_)
    assert CheckRound.get_by_id(round_.id).status == "bulletined"
    first, second = Finding.select().order_by(Finding.id)
    for row in (first, second):
        assert CheckRound.get_by_id(round_.id).status == "bulletined"
        analyse(row, cast.discipline)
        rectify(row)
        close(row, cast.discipline)
    assert CheckRound.get_by_id(round_.id).status == "rectified"
    only(close_check_rounds(seen=[Seen(round_.id)], actor=cast.discipline))
    assert CheckRound.get_by_id(round_.id).status == "closed"


def test_a_round_with_an_open_finding_is_not_closed(cast, finding):
    published_bulletin(cast, finding.result.round)
    with pytest.raises(WrongState):
        only(close_check_rounds(seen=[Seen(finding.result.round_id)], actor=cast.discipline))


def test_a_clean_round_is_put_right_by_its_bulletin(cast):
    round_ = confirmed_round(cast)
    published_bulletin(cast, round_)
    assert CheckRound.get_by_id(round_.id).status == "rectified"


# Bulletins


def draft(round_, cast, **overrides):
    values = {"title": "June checks", "body": "Three posts were checked."}
    only(draft_bulletins(seen=[Seen(round_.id)], actor=cast.discipline, **{**values, **overrides}))
    return Bulletin.get()


def test_a_bulletin_takes_its_period_and_its_term_from_the_round(cast):
    bulletin = draft(confirmed_round(cast), cast)
    assert (bulletin.starts_on, bulletin.ends_on) == (dt.date(2026, 6, 12),) * 2
    assert bulletin.rectify_by == dt.date(2026, 6, 29)
    assert bulletin.doc_no is None


def test_a_bulletin_is_approved_signed_numbered_and_told(cast):
    bulletin = published_bulletin(cast, confirmed_round(cast))
    assert bulletin.doc_no == "BU-20260612-001"
    assert (bulletin.approved_by_id, bulletin.published_by_id) == (
        cast.deputy.account_id,
        cast.director.account_id,
    )
    told = Notice.select().where(Notice.message == "New bulletin: %(title)s").count()
    assert told == Staff.select().count()


def test_a_bulletin_goes_to_the_units_and_office_areas_that_it_names(cast):
    bulletin = draft(confirmed_round(cast), cast)
    BulletinAudience.create(bulletin=bulletin, unit=cast.units["STORE"])
    BulletinAudience.create(bulletin=bulletin, site=cast.site_b)
    only(approve_bulletins(seen=[Seen(bulletin.id)], actor=cast.deputy))
    only(publish_bulletins(seen=[Seen(bulletin.id)], actor=cast.director))
    told = {notice.account.login for notice in Notice.select() if "bulletin" in notice.message}
    assert told == {"buyer", "buyer2", "keeper", "keeper2", "staff2", "acceptor3"}
    assert bulletins_for(cast.keeper_staff) == [bulletin]
    assert bulletins_for(cast.guard_staff) == []
    with pytest.raises(NotPermitted, match="does not go to you"):
        only(acknowledge_bulletins(seen=[Seen(bulletin.id)], actor=cast.guard))


def test_a_bulletin_is_acknowledged_once(cast):
    bulletin = published_bulletin(cast, confirmed_round(cast))
    assert bulletins_for(cast.guard_staff, unread_only=True) == [bulletin]
    only(acknowledge_bulletins(seen=[Seen(bulletin.id)], actor=cast.guard))
    assert BulletinAck.get().staff_id == cast.guard_staff.id
    assert bulletins_for(cast.guard_staff, unread_only=True) == []
    with pytest.raises(WrongState, match="acknowledged it already"):
        only(acknowledge_bulletins(seen=[Seen(bulletin.id)], actor=cast.guard))


def test_nobody_acknowledges_a_draft(cast):
    bulletin = draft(confirmed_round(cast), cast)
    with pytest.raises(NotPermitted):
        only(acknowledge_bulletins(seen=[Seen(bulletin.id)], actor=cast.guard))


def test_writer_approver_and_signer_are_three_people(cast):
    bulletin = draft(confirmed_round(cast), cast)
    Bulletin.update(created_by=cast.deputy_account).execute()
    with pytest.raises(NotPermitted, match="bulletin of his own"):
        only(approve_bulletins(seen=[Seen(bulletin.id)], actor=cast.deputy))
    Bulletin.update(created_by=cast.discipline_account).execute()
    only(approve_bulletins(seen=[Seen(bulletin.id)], actor=cast.deputy))
    Bulletin.update(approved_by=cast.director_account).execute()
    with pytest.raises(NotPermitted, match="does not sign it"):
        only(publish_bulletins(seen=[Seen(bulletin.id)], actor=cast.director))


def test_a_bulletin_is_not_published_unapproved(cast):
    bulletin = draft(confirmed_round(cast), cast)
    with pytest.raises(WrongState):
        only(publish_bulletins(seen=[Seen(bulletin.id)], actor=cast.director))


def test_an_approved_bulletin_is_returned_with_a_comment(cast):
    bulletin = draft(confirmed_round(cast), cast)
    only(approve_bulletins(seen=[Seen(bulletin.id)], actor=cast.deputy))
    with pytest.raises(RuleViolation, match="what has to be changed"):
        return_bulletins(seen=[Seen(bulletin.id)], comment="", actor=cast.director)
    only(return_bulletins(seen=[Seen(bulletin.id)], comment="No names.", actor=cast.director))
    bulletin = Bulletin.get()
    assert (bulletin.status, bulletin.return_note) == ("draft", "No names.")
    assert "No names." in Notice.get(Notice.account == cast.discipline_account).params
    Bulletin.update(created_by=None, status="approved").execute()
    only(return_bulletins(seen=[Seen(bulletin.id)], comment="Again.", actor=cast.director))


def test_a_bulletin_needs_a_confirmed_round_a_title_and_a_text(cast):
    (outcome,) = draft_bulletins(
        seen=[Seen(make_round(cast).id)], title="x", body="x", actor=cast.discipline
    )
    assert isinstance(outcome.refusal, WrongState)
    round_ = confirmed_round(cast)
    for missing in ("title", "body"):
        with pytest.raises(RuleViolation) as refusal:
            draft(round_, cast, **{missing: " "})
        assert refusal.value.field == missing
    draft(round_, cast)
    with pytest.raises(WrongState, match="has its bulletin already"):
        draft(round_, cast)


def test_a_bulletin_of_another_matter_has_no_round(cast):
    row = Bulletin.create(
        title="Parking", body="Keep the lane free.", starts_on=DUE, ends_on=DUE, status="approved"
    )
    only(publish_bulletins(seen=[Seen(row.id)], actor=cast.director))
    assert Bulletin.get().status == "published"


def test_every_step_takes_its_right(cast):
    nobody = load_actor(Account.create(login="nobody", name="Nobody"))
    steps = [
        (analyse_findings, {"cause": "", "measure": "", "owner_id": 0, "due_on": DUE}),
        (finish_finding_actions, {"note": "x"}),
        (rectify_findings, {}),
        (close_findings, {"effectiveness": "x"}),
        (return_findings, {"comment": "x"}),
        (close_check_rounds, {}),
        (draft_bulletins, {"title": "x", "body": "x"}),
        (approve_bulletins, {}),
        (return_bulletins, {"comment": "x"}),
        (publish_bulletins, {}),
        (acknowledge_bulletins, {}),
    ]
    for operation, arguments in steps:
        with pytest.raises(NotPermitted):
            operation(seen=[], actor=nobody, **arguments)


def test_a_period_and_an_audience_make_sense():
    backwards = Bulletin(starts_on=DUE, ends_on=DUE - dt.timedelta(1))
    assert [name for name, _words in Bulletin.check(backwards)] == ["ends_on"]
    assert Bulletin.check(Bulletin(starts_on=DUE, ends_on=DUE)) == []
    assert [name for name, _words in BulletinAudience.check(BulletinAudience())] == ["unit"]
    assert BulletinAudience.check(BulletinAudience(site=1)) == []
