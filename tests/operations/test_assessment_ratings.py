"""Ratings: whom one may rate and as what, and that nobody sees what the others gave (R17)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import Given, own_ratings, rate_staff
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.assessment.people import rateable_by
from models import (
    AssessmentCycle,
    AssessmentItem,
    AssessmentRating,
    AuditEntry,
    Staff,
    StaffPost,
)
from tests.cast import Cast
from tests.factories.assessment import (
    item_of,
    make_cycle,
    make_participant,
    make_scheme,
)
from tests.factories.people import make_staff

D = Decimal


class Ballot:
    """A cycle being rated: the guard and a second guard, assessed by one scheme."""

    def __init__(self, cast: Cast, **overrides: Any) -> None:
        self.cast = cast
        self.scheme = make_scheme()
        self.cycle = make_cycle(self.scheme, **{"status": "closed", **overrides})
        self.second = make_staff(unit=cast.units["GUARD"], site=cast.site_a)
        for staff in (cast.guard_staff, self.second):
            make_participant(cycle=self.cycle, staff=staff, scheme=self.scheme)

    def group(self, rater: Staff) -> str | None:
        """As what ``rater`` may rate the guard of the cast."""
        people = {one.staff: one.group for one in rateable_by(self.cycle, rater)}
        return people.get(self.cast.guard_staff.id)

    def rate(self, actor: Any, value: Any = 90, kind: str = "virtue", **overrides: Any) -> None:
        values = {
            "staff": self.cast.guard_staff.id,
            "item": item_of(self.scheme, kind).id,
            "value": D(value),
            **overrides,
        }
        only(rate_staff(seen=[Seen(self.cycle.id)], given=[Given(**values)], actor=actor))

    def balloted(self) -> None:
        AssessmentItem.update(method="ballot").where(
            AssessmentItem.id == item_of(self.scheme, "virtue").id
        ).execute()


class TestGroups:
    def test_everybody_may_rate_himself(self, cast: Cast) -> None:
        assert Ballot(cast).group(cast.guard_staff) == "self"

    def test_a_colleague_of_the_unit_is_a_peer(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        assert ballot.group(ballot.second) == "peer"

    def test_who_is_not_assessed_is_no_peer(self, cast: Cast) -> None:
        assert Ballot(cast).group(cast.roster_staff) is None

    def test_a_colleague_of_the_same_family_elsewhere_is_a_peer(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        elsewhere = make_staff(unit=cast.units["STORE"], site=cast.site_b)
        make_participant(cycle=ballot.cycle, staff=elsewhere, scheme=ballot.scheme)
        assert ballot.group(elsewhere) == "peer"

    def test_the_nearest_head_above_is_the_leader(self, cast: Cast) -> None:
        """The guard section has no head, so the center's director leads it."""
        ballot = Ballot(cast)
        assert ballot.group(cast.director_staff) == "leader"
        StaffPost.create(
            staff=cast.roster_staff,
            post=cast.posts["OFFICE-A"],
            heads_unit=cast.units["GUARD"],
            starts_on=dt.date(2026, 1, 1),
        )
        assert ballot.group(cast.roster_staff) == "leader"
        assert ballot.group(cast.director_staff) is None

    def test_a_head_is_led_by_the_head_above(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        StaffPost.create(
            staff=cast.guard_staff,
            post=cast.posts["GUARD-A"],
            heads_unit=cast.units["GUARD"],
            starts_on=dt.date(2026, 1, 1),
        )
        assert ballot.group(cast.director_staff) == "leader"

    def test_people_of_served_units_rate_who_works_at_their_site(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        assert ballot.group(cast.staff_staff) == "served"
        assert ballot.group(cast.staff2_staff) is None  # at Sishui


class TestRating:
    def test_a_rating_is_kept_as_the_group_that_the_places_say(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        ballot.rate(cast.director)
        rating = AssessmentRating.get()
        assert (rating.rater_group, rating.value) == ("leader", 90)
        assert rating.rater == cast.director_staff

    def test_giving_it_again_replaces_it(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        ballot.rate(cast.director)
        ballot.rate(cast.director, 85)
        rating = AssessmentRating.get()
        assert (rating.value, rating.row_version) == (85, 2)

    def test_one_sees_ones_own_and_nobody_elses(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        ballot.rate(cast.director, 85)
        ballot.rate(cast.staff, 95)
        key = (cast.guard_staff.id, item_of(ballot.scheme, "virtue").id)
        assert own_ratings(ballot.cycle, cast.director) == {key: 85}
        assert own_ratings(ballot.cycle, cast.guard) == {}

    def test_who_gave_what_stands_in_no_audit_entry(self, cast: Cast) -> None:
        Ballot(cast).rate(cast.director, 87)
        (entry,) = AuditEntry.select().where(AuditEntry.verb == "rate_staff")
        assert entry.table == "assessment_cycle"
        assert "87" not in entry.changes

    def test_secrets_are_declared(self) -> None:
        assert {"rater", "value", "created_by", "created_at"} <= set(AssessmentRating.SECRET)

    def test_a_vote_on_a_ballot_is_one_of_four_grades(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        ballot.balloted()
        ballot.rate(cast.staff, 80)
        assert AssessmentRating.get().rater_group == "ballot"
        with pytest.raises(RuleViolation, match="four grades"):
            ballot.rate(cast.director, 81)

    def test_nobody_votes_on_himself(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        ballot.balloted()
        with pytest.raises(NotPermitted, match="himself"):
            ballot.rate(cast.guard, 80)


class TestRefusals:
    @pytest.mark.parametrize("who", ["keeper", "staff2"])
    def test_strangers_to_the_person_do_not_rate(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotFound):
            Ballot(cast).rate(getattr(cast, who))

    @pytest.mark.parametrize("value", ["-1", "100.01"])
    def test_a_rating_lies_between_0_and_100(self, cast: Cast, value: str) -> None:
        with pytest.raises(RuleViolation, match="between 0 and 100"):
            Ballot(cast).rate(cast.director, value)

    def test_an_item_by_records_is_not_rated(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            Ballot(cast).rate(cast.director, kind="presence")

    def test_an_item_of_another_scheme_is_not_rated(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        other = make_scheme(family="driver")
        make_participant(cycle=ballot.cycle, staff=make_staff(site=cast.site_a), scheme=other)
        with pytest.raises(NotFound):
            ballot.rate(cast.staff, item=item_of(other, "virtue").id)

    @pytest.mark.parametrize("status", ["collecting", "rated", "computed"])
    def test_only_between_collection_and_scoring(self, cast: Cast, status: str) -> None:
        ballot = Ballot(cast)
        AssessmentCycle.update(status=status).execute()
        with pytest.raises(WrongState):
            ballot.rate(cast.director)

    def test_an_account_without_a_person_does_not_rate(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted, match="members of staff"):
            Ballot(cast).rate(SYSTEM)

    def test_all_or_nothing(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        good = Given(cast.guard_staff.id, item_of(ballot.scheme, "virtue").id, D(90))
        with pytest.raises(RuleViolation):
            rate_staff(
                seen=[Seen(ballot.cycle.id)],
                given=[good, good._replace(value=D(101))],
                actor=cast.director,
            )
        assert not AssessmentRating.select().exists()

    def test_nothing_given_is_fine(self, cast: Cast) -> None:
        ballot = Ballot(cast)
        (outcome,) = rate_staff(seen=[Seen(ballot.cycle.id)], given=[], actor=cast.director)
        assert outcome.done

    def test_the_auditor_does_not_rate(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            Ballot(cast).rate(cast.auditor)
