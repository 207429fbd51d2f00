"""Schemes: nothing that does not add up is published, and what is published never changes (R80)."""

from decimal import Decimal

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import (
    copy_schemes,
    publish_schemes,
    scheme_faults,
    scheme_problems,
    seed_schemes,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, change_record, create_record, delete_record
from logistics.permissions import SYSTEM
from models import (
    AssessmentClause,
    AssessmentDimension,
    AssessmentItem,
    AssessmentScheme,
)
from tests.cast import Cast
from tests.factories.assessment import (
    clause_of,
    item_of,
    make_clause,
    make_dimension,
    make_item,
    make_scheme,
)


def draft(**overrides: object) -> AssessmentScheme:
    return make_scheme(status="draft", published_at=None, **overrides)


def publish(scheme: AssessmentScheme, actor: object) -> AssessmentScheme:
    only(publish_schemes(seen=[Seen(scheme.id, scheme.row_version)], actor=actor))
    return AssessmentScheme.get_by_id(scheme.id)


def refused(scheme: AssessmentScheme, actor: object, words: str) -> None:
    with pytest.raises(RuleViolation, match=words):
        publish(scheme, actor)
    assert AssessmentScheme.get_by_id(scheme.id).status == "draft"


class TestPublishing:
    def test_a_scheme_that_adds_up_is_published(self, cast: Cast) -> None:
        scheme = publish(draft(), cast.deputy)
        assert scheme.status == "published"
        assert scheme.published_at is not None

    def test_the_version_before_is_retired(self, cast: Cast) -> None:
        first = publish(draft(code="GUARD"), cast.deputy)
        second = publish(draft(code="GUARD", version=2), cast.deputy)
        assert AssessmentScheme.get_by_id(first.id).status == "retired"
        assert second.status == "published"

    def test_it_is_published_once(self, cast: Cast) -> None:
        scheme = publish(draft(), cast.deputy)
        with pytest.raises(WrongState):
            publish(scheme, cast.deputy)

    def test_the_assessor_who_wrote_it_does_not_publish_it(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            publish(draft(), cast.assessor)

    def test_weights_that_are_not_100_are_refused(self, cast: Cast) -> None:
        scheme = draft()
        AssessmentDimension.update(weight=Decimal(64)).where(
            (AssessmentDimension.scheme == scheme) & (AssessmentDimension.kind == "work")
        ).execute()
        refused(scheme, cast.deputy, "make 99.00, not 100")

    def test_items_that_are_not_100_are_refused(self, cast: Cast) -> None:
        scheme = draft()
        item = item_of(scheme, "patrols")
        AssessmentItem.update(full_score=Decimal(45)).where(AssessmentItem.id == item.id).execute()
        refused(scheme, cast.deputy, "make 105.00 points, not 100")

    def test_a_dimension_without_items_is_refused(self, cast: Cast) -> None:
        scheme = draft()
        item = item_of(scheme, "virtue")
        AssessmentItem.delete().where(AssessmentItem.id == item.id).execute()
        refused(scheme, cast.deputy, "make 0 points, not 100")

    def test_rater_groups_that_are_not_100_are_refused(self, cast: Cast) -> None:
        refused(draft(weight_self=10), cast.deputy, "rater groups make 105.00, not 100")

    def test_a_deduction_without_a_clause_is_refused(self, cast: Cast) -> None:
        scheme = draft()
        AssessmentClause.delete().where(
            AssessmentClause.item == item_of(scheme, "presence")
        ).execute()
        refused(scheme, cast.deputy, "no clause that says what counts")

    def test_a_veto_that_forbids_nothing_is_refused(self, cast: Cast) -> None:
        scheme = draft()
        make_clause(item=item_of(scheme, "veto"), code="other")
        refused(scheme, cast.deputy, "must name the best grade left")

    def test_an_unknown_measure_is_refused(self, cast: Cast) -> None:
        scheme = draft()
        item = item_of(scheme, "presence")
        AssessmentItem.update(measure="moon").where(AssessmentItem.id == item.id).execute()
        refused(scheme, cast.deputy, "a measure that does not fit")

    def test_one_record_may_not_hit_two_items(self, cast: Cast) -> None:
        scheme = draft()
        item = item_of(scheme, "patrols")
        AssessmentItem.update(measure="post_presence").where(AssessmentItem.id == item.id).execute()
        refused(scheme, cast.deputy, "an event hits one item")

    def test_all_problems_are_told_at_once(self, cast: Cast) -> None:
        assert len(list(scheme_problems(draft(weight_self=10, weight_peer=10)))) == 1
        empty = AssessmentScheme.create(code="E", name="Empty", post_family="guard")
        make_dimension(scheme=empty, kind="work", weight=50)
        assert len(list(scheme_problems(empty))) == 2


class TestImmutability:
    def test_a_published_scheme_is_not_edited(self, cast: Cast) -> None:
        scheme = publish(draft(), cast.deputy)
        with pytest.raises(WrongState):
            change_record(AssessmentScheme, Seen(scheme.id), {"quota": 30}, actor=cast.assessor)

    def test_neither_are_its_dimensions_items_and_clauses(self, cast: Cast) -> None:
        scheme = publish(draft(), cast.deputy)
        dimension = scheme.dimensions.first()
        item, clause = item_of(scheme, "presence"), clause_of(scheme, "presence", "late")
        for row, values in (
            (dimension, {"weight": 10}),
            (item, {"full_score": 10}),
            (clause, {"points": 9}),
        ):
            with pytest.raises(WrongState):
                change_record(type(row), Seen(row.id), values, actor=cast.assessor)
            with pytest.raises(WrongState):
                delete_record(type(row), Seen(row.id), actor=cast.assessor)
        with pytest.raises(WrongState):
            create_record(
                AssessmentClause,
                {"item": item.id, "code": "new", "name": "New", "points": 1},
                actor=cast.assessor,
            )

    def test_a_draft_is_edited_down_to_its_clauses(self, cast: Cast) -> None:
        scheme = draft()
        clause = clause_of(scheme, "presence", "late")
        change_record(AssessmentClause, Seen(clause.id), {"points": 4}, actor=cast.assessor)
        assert clause_of(scheme, "presence", "late").points == 4
        item = item_of(scheme, "patrols")
        change_record(
            AssessmentDimension,
            Seen(item.dimension_id),
            {},
            actor=cast.assessor,
            lines={AssessmentItem: [LineChange({"name": "Rounds"}, id=item.id)]},
        )
        assert item_of(scheme, "patrols").name == "Rounds"

    def test_bands_that_do_not_fall_are_refused(self, cast: Cast) -> None:
        scheme = draft()
        with pytest.raises(RuleViolation, match="falling totals"):
            change_record(
                AssessmentScheme, Seen(scheme.id), {"basic_from": 80}, actor=cast.assessor
            )


class TestCopying:
    def test_the_next_version_is_a_whole_copy(self, cast: Cast) -> None:
        scheme = publish(draft(code="GUARD", quota=15), cast.deputy)
        only(copy_schemes(seen=[Seen(scheme.id)], actor=cast.assessor))
        copy = AssessmentScheme.get(
            (AssessmentScheme.code == "GUARD") & (AssessmentScheme.version == 2)
        )
        assert (copy.status, copy.quota, copy.published_at) == ("draft", 15, None)
        assert clause_of(copy, "presence", "off_post").points == 3
        assert list(scheme_problems(copy)) == []
        assert item_of(copy, "presence").id != item_of(scheme, "presence").id

    def test_there_is_one_draft_at_a_time(self, cast: Cast) -> None:
        scheme = publish(draft(), cast.deputy)
        only(copy_schemes(seen=[Seen(scheme.id)], actor=cast.assessor))
        with pytest.raises(RuleViolation, match="already has a draft"):
            only(copy_schemes(seen=[Seen(scheme.id)], actor=cast.assessor))

    def test_only_the_assessor_drafts(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            copy_schemes(seen=[Seen(make_scheme().id)], actor=cast.staff)


class TestDefaults:
    def test_every_family_gets_a_scheme_that_adds_up(self, cast: Cast) -> None:
        schemes = seed_schemes(actor=SYSTEM)
        assert len(schemes) == 9
        assert {scheme.status for scheme in schemes} == {"published"}
        assert list(scheme_faults()) == []

    def test_management_weighs_55_and_45(self, cast: Cast) -> None:
        """domain 2.26: workers 65 and 35."""
        weights = {
            scheme.post_family: [
                row.weight for row in scheme.dimensions.order_by(AssessmentDimension.position)
            ]
            for scheme in seed_schemes(actor=SYSTEM)
        }
        assert weights["guard"] == [65, 10, 15, 10]
        assert weights["management"] == [55, 15, 15, 15]

    def test_seeding_again_adds_nothing(self, cast: Cast) -> None:
        seed_schemes(actor=SYSTEM)
        assert seed_schemes(actor=SYSTEM) == []

    def test_a_scheme_broken_past_the_operations_is_found(self, cast: Cast) -> None:
        scheme = make_scheme()
        make_item(dimension=scheme.dimensions.first(), code="smuggled", full_score=5)
        faults = [fault.filled() for fault in scheme_faults()]
        assert any(str(scheme) in fault and "make 105.00 points" in fault for fault in faults)
