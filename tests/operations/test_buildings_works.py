"""Works projects: surveys, offers, approval by amount, acceptance, settlement (R44, R45, R47)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import Conflict, NotEnough, NotPermitted, RuleViolation, WrongState
from logistics.operations.approvals import Decision
from logistics.operations.buildings.accepting import accept_works, years_after
from logistics.operations.buildings.approving import approve_works, submit_works
from logistics.operations.buildings.carrying_out import (
    contract_works,
    finish_works,
    record_works_progress,
    record_works_response,
)
from logistics.operations.buildings.choosing import choose_contractors
from logistics.operations.buildings.contractors import (
    blacklist_contractors,
    reinstate_contractors,
)
from logistics.operations.buildings.proposing import cancel_works, finish_surveys, propose_works
from logistics.operations.buildings.settling import settle_works
from logistics.operations.outcomes import Seen, only
from models import (
    BuildingDefect,
    Contractor,
    WorksAcceptance,
    WorksProject,
    WorksQuotation,
    WorksRoom,
    WorksSettlement,
)
from tests.cast import Cast
from tests.factories.buildings import (
    approve,
    make_contractor,
    make_defect,
    make_project,
    quote,
    seen,
    survey,
)
from tests.factories.organisation import make_building, make_room

pytestmark = pytest.mark.usefixtures("matrix")


def fresh(project: WorksProject) -> Any:
    return WorksProject.get_by_id(project.id)


def test_a_project_goes_its_whole_way_and_its_budget_with_it(cast: Cast) -> None:
    defect = make_defect(cast.staff_staff)
    project = make_project(cast, "warranty", defect=defect)

    line = project.budget_line
    assert project.status == "warranty"
    assert project.warranty_until == years_after(local_today(), 5)
    # 3 % of 81,216 are kept back and stay committed; the rest of the reservation is given back.
    assert (line.reserved, line.committed, line.spent) == (
        0,
        Decimal("2436.48"),
        Decimal("78779.52"),
    )
    assert BuildingDefect.get_by_id(defect.id).status == "repaired"
    assert project.contractor.rating == 90


def test_a_roof_is_not_proposed_without_the_season_that_suits_it(cast: Cast) -> None:
    project = make_project(cast, season_note="")
    with pytest.raises(RuleViolation, match="season"):
        only(propose_works(seen=seen(project), actor=cast.works))


def test_a_fit_out_of_a_leased_room_needs_its_benefit(cast: Cast) -> None:
    project = make_project(cast, kind="decoration")
    room = make_room(building=make_building(site=cast.site_a), ownership="leased")
    WorksRoom.create(project=project, room=room)
    with pytest.raises(RuleViolation, match="benefit"):
        only(propose_works(seen=seen(project), actor=cast.works))

    WorksProject.update(benefit_note="24 months left, 10 meetings a month.").execute()
    only(propose_works(seen=seen(project), actor=cast.works))
    assert fresh(project).status == "proposed"


def test_above_the_threshold_three_different_contractors_survey(cast: Cast) -> None:
    project = make_project(cast, "proposed")
    first = make_contractor()
    survey(cast, project, first)
    survey(cast, project, make_contractor())
    with pytest.raises(Conflict, match="surveyed this already"):
        survey(cast, project, first)
    with pytest.raises(NotEnough, match="by 3 contractors; there are 2"):
        only(finish_surveys(seen=seen(project), actor=cast.works))

    survey(cast, project, make_contractor())
    only(finish_surveys(seen=seen(project), actor=cast.works))
    assert fresh(project).status == "surveyed"


def test_one_survey_is_enough_for_a_small_job(cast: Cast) -> None:
    project = make_project(cast, "approved", estimate=Decimal(900), amounts=(880,))
    assert (project.status, project.approved_amount) == ("approved", 880)


def test_a_blacklisted_contractor_neither_surveys_nor_quotes_nor_is_chosen(cast: Cast) -> None:
    project = make_project(cast, "quoted")
    team = project.contractor
    only(blacklist_contractors(seen=seen(team), reason="Leaks again", actor=cast.deputy))
    with pytest.raises(RuleViolation, match="is blacklisted: Leaks again"):
        only(submit_works(seen=seen(project), actor=cast.works))
    other = make_project(cast, "proposed")
    with pytest.raises(RuleViolation, match="is blacklisted"):
        survey(cast, other, team)

    with pytest.raises(NotPermitted):
        reinstate_contractors(seen=seen(team), reason="Mended", actor=cast.deputy)
    only(reinstate_contractors(seen=seen(team), reason="Mended", actor=cast.director))
    survey(cast, other, Contractor.get_by_id(team.id))


def test_only_who_has_seen_the_place_quotes_and_with_the_least_warranty(cast: Cast) -> None:
    project = make_project(cast, "surveyed")
    surveyor = Contractor.select().order_by(Contractor.id.desc()).get()
    with pytest.raises(RuleViolation, match="not seen the place"):
        quote(cast, project, make_contractor(), 80_000)
    with pytest.raises(RuleViolation, match="at least 5 years"):
        quote(cast, project, surveyor, 80_000, warranty_years=4)
    quote(cast, project, surveyor, 80_000)
    with pytest.raises(Conflict, match="quoted already"):
        quote(cast, project, surveyor, 79_000)
    with pytest.raises(NotEnough, match="need 3 quotations; there are 1"):
        only(choose_contractors(seen=seen(project), contractor=surveyor.id, actor=cast.works))


def test_another_than_the_cheapest_needs_a_reason(cast: Cast) -> None:
    project = make_project(cast, "quoted")
    dearer = WorksQuotation.get(WorksQuotation.amount == 83_376)
    chosen = {"seen": seen(project), "contractor": dearer.contractor_id, "actor": cast.works}
    with pytest.raises(RuleViolation, match="cheaper"):
        only(choose_contractors(**chosen))

    only(choose_contractors(**chosen, reason="Ten days sooner, before the rains."))
    chosen_offers = WorksQuotation.select().where(WorksQuotation.is_chosen)
    assert [offer.id for offer in chosen_offers] == [dearer.id]
    assert fresh(project).amount == 83_376


def test_nobody_decides_on_a_project_of_his_own(cast: Cast) -> None:
    project = make_project(cast, "quoted", requester=cast.head_staff)
    only(submit_works(seen=seen(project), actor=cast.works))
    with pytest.raises(NotPermitted, match="your own request"):
        only(approve_works(decisions=[Decision(Seen(project.id))], actor=cast.head))


def test_works_that_the_budget_does_not_reach_are_not_submitted(cast: Cast) -> None:
    project = make_project(cast, "quoted")
    project.budget_line.amount = Decimal(80_000)
    project.budget_line.save()
    with pytest.raises(NotEnough, match="Over budget"):
        only(submit_works(seen=seen(project), actor=cast.works))


def test_what_comes_back_may_be_chosen_anew_and_what_is_given_up_frees_its_budget(
    cast: Cast,
) -> None:
    project = make_project(cast, "submitted")
    returned = [Decision(Seen(project.id), "return", "Ask a fourth team.")]
    only(approve_works(decisions=returned, actor=cast.head))
    project = fresh(project)
    assert (project.status, project.budget_line.reserved) == ("returned", 0)

    team = project.contractor_id
    only(choose_contractors(seen=seen(project), contractor=team, actor=cast.works))
    only(submit_works(seen=seen(project), actor=cast.works))
    only(cancel_works(seen=seen(project), reason="Wait for autumn.", actor=cast.works))
    project = fresh(project)
    assert (project.status, project.budget_line.reserved) == ("cancelled", 0)


def test_a_contract_names_what_pays_it(cast: Cast) -> None:
    project = make_project(cast, "approved", budget_line=None)
    terms = {"contract_no": "7", "starts_on": "2026-04-20", "ends_on": "2026-05-05"}
    with pytest.raises(RuleViolation, match="purchase request that pays"):
        only(contract_works(seen=seen(project), actor=cast.works, **terms))


def test_progress_never_falls_back(cast: Cast) -> None:
    project = make_project(cast, "started")
    report = {"seen": seen(project), "note": "", "actor": cast.works}
    only(record_works_progress(percent=60, **report))
    with pytest.raises(RuleViolation, match="at 60.00 percent already"):
        only(record_works_progress(percent=50, **report))


def test_three_accept_and_none_of_them_has_ordered_it(cast: Cast) -> None:
    project = make_project(cast, "started")
    only(finish_works(seen=seen(project), summary="Done", actor=cast.works))
    acceptance = WorksAcceptance.get(WorksAcceptance.project == project.id)
    sign = {"seen": seen(acceptance), "is_passed": True, "mark": 80}
    with pytest.raises(NotPermitted, match="right"):
        accept_works(**sign, actor=cast.works)
    for actor in (cast.acceptor, cast.acceptor2):
        only(accept_works(**sign, actor=actor))
        with pytest.raises(Conflict, match="signed"):
            only(accept_works(**sign, actor=actor))
    assert fresh(project).status == "started"

    only(accept_works(**{**sign, "mark": 95}, actor=cast.acceptor3))
    assert fresh(project).status == "accepted"
    assert WorksAcceptance.get_by_id(acceptance.id).mark == 85


def test_a_refusal_ends_the_round_and_the_work_is_finished_once_more(cast: Cast) -> None:
    project = make_project(cast, "started")
    only(finish_works(seen=seen(project), summary="Done", actor=cast.works))
    first = WorksAcceptance.get(WorksAcceptance.project == project.id)
    refusal = {"is_passed": False, "mark": 40, "actor": cast.acceptor}
    with pytest.raises(RuleViolation, match="what has to be mended"):
        only(accept_works(seen=seen(first), **refusal))
    only(accept_works(seen=seen(first), opinion="Bubbles in the felt", **refusal))
    only(finish_works(seen=seen(project), summary="Bubbles cut out", actor=cast.works))

    rounds = WorksAcceptance.select().order_by(WorksAcceptance.round)
    assert [row.status for row in rounds] == ["failed", "open"]


def test_more_than_approved_goes_back_to_who_approves_that_amount(cast: Cast) -> None:
    project = make_project(
        cast, "accepted", estimate=Decimal(48_000), amounts=(48_000, 49_000, 49_500)
    )
    settle = {"seen": seen(project), "actor": cast.works}
    only(settle_works(final_amount=52_000, audited_amount=51_000, **settle))
    project = fresh(project)
    assert (project.status, project.amount) == ("submitted", 51_000)

    # 48,000 needed no leader; 51,000 does.
    approve(cast, project)
    project = fresh(project)
    assert (project.status, project.approved_amount) == ("settled", 51_000)
    assert project.budget_line.spent == Decimal("49470.00")


def test_a_final_amount_that_is_not_approved_leaves_the_work_to_be_settled_anew(
    cast: Cast,
) -> None:
    project = make_project(cast, "accepted")
    only(settle_works(seen=seen(project), final_amount=90_000, actor=cast.works))
    refused = [Decision(Seen(project.id), "reject", "Not agreed on.")]
    only(approve_works(decisions=refused, actor=cast.head))
    project = fresh(project)
    assert (project.status, project.amount) == ("accepted", 81_216)
    assert WorksSettlement.get(WorksSettlement.project == project.id).status == "refused"

    only(settle_works(seen=seen(project), final_amount=81_216, actor=cast.works))
    assert fresh(project).status == "settled"


def test_at_most_three_percent_are_kept_back(cast: Cast) -> None:
    project = make_project(cast, "accepted")
    with pytest.raises(RuleViolation, match="At most 3"):
        settle_works(seen=seen(project), final_amount=81_216, retention_percent=5, actor=cast.works)
    other = make_project(cast, "started")
    with pytest.raises(WrongState, match="Only accepted works"):
        only(settle_works(seen=seen(other), final_amount=1, actor=cast.works))


def test_users_are_asked_once_the_work_is_done(cast: Cast) -> None:
    project = make_project(cast, "started")
    answer = {"asked": 40, "satisfied": 38, "actor": cast.works}
    with pytest.raises(RuleViolation, match="once the work is accepted"):
        only(record_works_response(seen=seen(project), **answer))
    done = make_project(cast, "accepted")
    with pytest.raises(RuleViolation, match="More people"):
        record_works_response(seen=seen(done), asked=3, satisfied=4, actor=cast.works)
    only(record_works_response(seen=seen(done), **answer))
    assert fresh(done).users_satisfied == 38
