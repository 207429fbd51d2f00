"""The claims about people, post checks, duty, supplies, purchases and assessment turn when the
half-year was another (decisions.md 32).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.demo.office import Office
from models import (
    AssessmentCycle,
    AssessmentScheme,
    Award,
    BudgetLine,
    Bulletin,
    CheckResult,
    CleaningTask,
    DutyAssignment,
    Finding,
    FindingAction,
    IssueSheet,
    IssueSlip,
    MaterialPlan,
    Patrol,
    PhoneCheck,
    Post,
    Publicity,
    PurchaseRequest,
    PurchaseRun,
    PurchaseRunAllocation,
    Report,
    RoleGrant,
    RuleVersion,
    StaffPost,
    Stocktake,
    Unit,
    Vehicle,
)
from tests.facts.claims import holds

LONG_AFTER = LAST_DAY + dt.timedelta(days=400)


def nobody_at_a_post() -> None:
    StaffPost.update(ends_on=FIRST_DAY).where(
        StaffPost.post.in_(Post.select().where(Post.code == "MAIL"))
    ).execute()


def only_one_kind_of_post() -> None:
    StaffPost.update(post=Post.get(Post.code == "MAIL")).execute()


def a_verb_that_nobody_holds() -> None:
    RoleGrant.delete().where(RoleGrant.name == "issue_supplies").execute()


def cooks_never_checked() -> None:
    cooks = Post.select().where(Post.family == "canteen")
    CheckResult.update(checked_at=None).where(CheckResult.post.in_(cooks)).execute()


def half_the_posts_empty() -> None:
    CheckResult.update(presence="off_post").where(CheckResult.id % 2 == 0).execute()


def bad_manners() -> None:
    CheckResult.update(attitude=4).execute()


def nothing_checked() -> None:
    CheckResult.update(checked_at=None).execute()


def one_round_without_bulletin() -> None:
    Bulletin.update(status="draft").where(
        Bulletin.id == Bulletin.get(Bulletin.round.is_null(False)).id
    ).execute()


def one_fault_without_cause() -> None:
    Finding.update(cause="").where(Finding.id == Finding.get().id).execute()


def one_fault_without_education() -> None:
    FindingAction.update(kind="correction").where(
        FindingAction.finding == Finding.get().id
    ).execute()


def faults_left_open() -> None:
    Finding.update(status="acting").execute()


def everybody_was_rude() -> None:
    Finding.update(category="attitude").execute()
    CheckResult.update(checked_at=None).where(~CheckResult.is_fault).execute()


def one_duty_missing() -> None:
    duty = DutyAssignment.select().where(
        (DutyAssignment.duty_on == dt.date(2026, 2, 17)) & (DutyAssignment.status == "assigned")
    )
    DutyAssignment.update(status="replaced").where(DutyAssignment.id == duty.get().id).execute()


def telephone_not_answered() -> None:
    call = PhoneCheck.get()
    for minute in range(9):
        later = call.called_at + dt.timedelta(minutes=minute)
        missed = {"id": None, "is_answered": False, "called_at": later}
        PhoneCheck.create(**{**call.__data__, **missed})


def one_site_only() -> None:
    slip = IssueSlip.get()
    IssueSlip.update(status="draft").where(IssueSlip.site != slip.site_id).execute()


def one_slip_unsigned() -> None:
    IssueSlip.update(status="issued").where(IssueSlip.id == IssueSlip.get().id).execute()


def issued_much_later() -> None:
    IssueSheet.update(issued_on=LAST_DAY).where(IssueSheet.issued_on <= LAST_DAY).execute()


def one_week_without_run() -> None:
    PurchaseRun.update(status="cancelled").where(
        PurchaseRun.week_starts_on == dt.date(2026, 4, 20)
    ).execute()


def delivered_to_one_area() -> None:
    share = PurchaseRunAllocation.get()
    PurchaseRunAllocation.update(signed_at=None).where(
        PurchaseRunAllocation.site != share.site_id
    ).execute()


def everything_planned() -> None:
    plan = MaterialPlan.get()
    PurchaseRequest.update(plan=plan).execute()


def nothing_planned() -> None:
    PurchaseRequest.update(plan=None).execute()


def one_quarter_planned() -> None:
    MaterialPlan.update(year=2025).where(MaterialPlan.quarter == 2).execute()


def an_award_without_reason() -> None:
    award = Award.get(Award.status == "standing")
    Award.update(method="single_source", reason="").where(Award.id == award.id).execute()


def budget_of_another_year() -> None:
    BudgetLine.update(year=2025).execute()


def a_family_without_scheme() -> None:
    AssessmentScheme.update(status="retired").where(
        AssessmentScheme.post_family == "guard"
    ).execute()


def nothing_decided() -> None:
    AssessmentCycle.update(status="computed").execute()


def shown_for_three_days() -> None:
    for row in Publicity.select():
        Publicity.update(ends_on=row.starts_on + dt.timedelta(days=2)).where(
            Publicity.id == row.id
        ).execute()


def cycles_of_another_year() -> None:
    AssessmentCycle.update(ends_on=LONG_AFTER).execute()


def no_rule_put_in_force() -> None:
    RuleVersion.update(status="drafting", starts_on=None, ends_on=None).where(
        RuleVersion.starts_on.between(FIRST_DAY, LAST_DAY)
    ).execute()


def no_vehicle() -> None:
    Vehicle.update(status="scrapped").execute()


def only_what_was_asked_for() -> None:
    CleaningTask.update(done_at=None).execute()
    Patrol.update(done_at=None).execute()
    CheckResult.update(checked_at=None).execute()


def stores_never_counted() -> None:
    Stocktake.update(status="checked").execute()


def no_report() -> None:
    Report.update(starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 6, 30)).execute()


def one_superior_only() -> None:
    Unit.update(kind="department").where(Unit.code == "01").execute()


@pytest.mark.parametrize(
    ("key", "mutate"),
    [
        ("posts_without_people", nobody_at_a_post),
        ("posts_and_people", only_one_kind_of_post),
        ("verbs_without_a_role", a_verb_that_nobody_holds),
        ("posts_checked", nothing_checked),
        ("families_unchecked", cooks_never_checked),
        ("on_post_rate", half_the_posts_empty),
        ("attitude_and_service", bad_manners),
        ("bulletins_published", one_round_without_bulletin),
        ("findings_analysed", one_fault_without_cause),
        ("findings_with_education", one_fault_without_education),
        ("findings_closed", faults_left_open),
        ("service_faults", everybody_was_rude),
        ("conduct_ratings", cycles_of_another_year),
        ("duty_gaps", one_duty_missing),
        ("phone_answered", telephone_not_answered),
        ("sites_issued_to", one_site_only),
        ("lines_issued", one_site_only),
        ("slips_signed", one_slip_unsigned),
        ("days_to_issue", issued_much_later),
        ("weeks_without_run", one_week_without_run),
        ("areas_delivered_to", delivered_to_one_area),
        ("off_plan", everything_planned),
        ("within_plan", nothing_planned),
        ("plan_lines", one_quarter_planned),
        ("awards_by_the_rules", an_award_without_reason),
        ("budget_spent", budget_of_another_year),
        ("lines_over_budget", budget_of_another_year),
        ("families_with_scheme", a_family_without_scheme),
        ("results_decided", nothing_decided),
        ("people_ranked", cycles_of_another_year),
        ("shown_long_enough", shown_for_three_days),
        ("runs_kept", cycles_of_another_year),
        ("streams_of_the_campaign", no_rule_put_in_force),
        ("guarded_domains", no_vehicle),
        ("planned_work", only_what_was_asked_for),
        ("stocktakes_approved", stores_never_counted),
        ("reports_made", no_report),
        ("superior_bodies", one_superior_only),
    ],
)
def test_the_claim_turns(demonstration: Office, key: str, mutate: Callable[[], None]) -> None:
    """(R01, R02, R05–R07, R10, R12–R17, R40, R58–R60, R64, R66, R67, R70–R73, R80, R82, R83)"""
    assert holds(key)
    mutate()
    assert not holds(key)
