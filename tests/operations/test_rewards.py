"""Rewards and penalties: proposed, heard, looked into, decided by three different people."""

from decimal import Decimal

import peewee
import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.operations.assessment.revoking import revoke_rewards
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.operations.targets.rewards import (
    decide_rewards,
    enter_discipline,
    propose_rewards,
    reject_rewards,
    review_rewards,
    state_on_rewards,
)
from models import AssessmentEvent, Notice, RewardPenalty
from tests.factories.assessment import item_of, make_cycle, make_event, make_scheme
from tests.factories.targets import make_act


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def row() -> RewardPenalty:
    return RewardPenalty.get()


def propose(act, actor):
    only(propose_rewards(seen=[Seen(act.id)], actor=actor))


def review(act, actor):
    only(review_rewards(seen=[Seen(act.id)], comment="The facts are so.", actor=actor))


def decide(act, actor):
    only(decide_rewards(seen=[Seen(act.id)], actor=actor))


def test_a_reward_is_proposed_looked_into_and_decided(cast):
    """(R55, R66, R80, R81, R86)"""
    act = make_act(cast)
    propose(act, cast.assessor)
    review(act, cast.deputy)
    decide(act, cast.director)
    assert (row().status, row().doc_no) == ("decided", "RP-20260612-001")
    assert row().decided_by_id == cast.director.account_id
    assert Notice.select().where(Notice.account == cast.keeper_account).count() == 1


def test_whoever_a_penalty_concerns_is_heard_first(cast):
    act = make_act(cast, kind="criticism")
    propose(act, cast.assessor)
    only(state_on_rewards(seen=[Seen(act.id)], statement="I was ill.", actor=cast.keeper))
    assert row().statement == "I was ill."
    (other,) = state_on_rewards(seen=[Seen(act.id)], statement="x", actor=cast.guard)
    assert isinstance(other.refusal, NotPermitted)


def test_proposer_reviewer_and_decider_are_three_people_and_not_the_one_concerned(cast):
    act = make_act(cast, created_by=cast.deputy_account)
    propose(act, cast.deputy)
    with pytest.raises(NotPermitted, match="next step"):
        review(act, cast.deputy)
    own = make_act(cast, staff=cast.assessor_staff)
    with pytest.raises(NotPermitted, match="of his own"):
        propose(own, cast.assessor)
    RewardPenalty.update(status="reviewed", reviewed_by=cast.director_account).execute()
    with pytest.raises(NotPermitted, match="next step"):
        decide(act, cast.director)


def test_a_disciplinary_act_is_only_entered_with_the_paper_of_its_authority(cast):
    """(R86) Formal disciplinary kinds are results of the competent authority."""
    act = make_act(
        cast, kind="warning", authority="纪工委", authority_paper="2026-3", created_by=None
    )
    with pytest.raises(RuleViolation, match="only entered"):
        propose(act, cast.assessor)
    only(enter_discipline(seen=[Seen(act.id)], actor=cast.discipline))
    assert (row().status, row().doc_no) == ("decided", "RP-20260612-001")
    praise = make_act(cast)
    with pytest.raises(RuleViolation, match="center's own"):
        only(enter_discipline(seen=[Seen(praise.id)], actor=cast.discipline))


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        ({"kind": "demerit"}, "authority"),
        ({"kind": "bonus"}, "amount"),
        ({"amount": "5"}, "amount"),
    ],
)
def test_kind_authority_and_amount_fit_each_other(cast, wrong, column):
    values = {
        "staff": cast.keeper_staff.id,
        "kind": "oral_praise",
        "reason": "Well done.",
        "basis": "Clause 1",
    }
    with pytest.raises(InvalidRecord) as refusal:
        create_record(RewardPenalty, {**values, **wrong}, actor=cast.assessor)
    assert column in refusal.value.errors
    with pytest.raises(peewee.IntegrityError):
        make_act(cast, **{name: Decimal(v) if name == "amount" else v for name, v in wrong.items()})


def test_what_is_not_agreed_to_or_revoked_says_why(cast):
    act = make_act(cast)
    propose(act, cast.assessor)
    with pytest.raises(RuleViolation, match="reason"):
        reject_rewards(seen=[], comment="", actor=cast.deputy)
    only(reject_rewards(seen=[Seen(act.id)], comment="Too early.", actor=cast.deputy))
    assert (row().status, row().opinion) == ("rejected", "Too early.")
    RewardPenalty.update(status="decided").execute()
    only(revoke_rewards(seen=[Seen(act.id)], comment="An error.", actor=cast.director))
    assert row().status == "revoked"


def test_a_revocation_takes_its_event_out_of_an_open_cycle_and_tells_of_a_settled_one(cast):
    """(R80, R86)"""
    act = make_act(cast, status="decided", doc_no="RP-1")
    scheme = make_scheme()
    item = item_of(scheme, "presence")
    events = {
        status: make_event(
            cycle=make_cycle(scheme, name=status, status=status),
            staff=act.staff,
            item=item,
            status="confirmed",
            doc_type="reward_penalty",
            doc_id=act.id,
        )
        for status in ("collecting", "computed")
    }
    other = make_event(
        cycle=events["collecting"].cycle,
        staff=act.staff,
        item=item,
        status="confirmed",
        doc_type="suggestion",
        doc_id=act.id,
    )
    with pytest.raises(RuleViolation, match="reason"):
        revoke_rewards(seen=[Seen(act.id)], comment=" ", actor=cast.director)
    only(revoke_rewards(seen=[Seen(act.id)], comment="Mistaken person.", actor=cast.director))

    found = {row.id: row for row in AssessmentEvent.select()}
    assert found[events["collecting"].id].status == "void"
    assert "Mistaken person." in found[events["collecting"].id].note
    assert found[events["computed"].id].status == found[other.id].status == "confirmed"
    told = {n.account.login for n in Notice.select() if "upheld objection" in n.message}
    assert {"keeper", "assessor"} <= told
    with pytest.raises(RuleViolation, match="not possible from there"):
        only(revoke_rewards(seen=[Seen(act.id)], comment="Again.", actor=cast.director))


def test_a_unit_head_proposes_for_the_own_unit_only(cast):
    mine = make_act(cast, staff=cast.staff_staff, created_by=cast.head_account)
    propose(mine, cast.head)
    foreign = make_act(cast, staff=cast.staff2_staff)
    with pytest.raises(NotPermitted):
        propose(foreign, cast.head)
