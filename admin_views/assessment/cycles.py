"""A cycle from opening to the bonus: its buttons, the table of results, its printed forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_admin import expose
from werkzeug.exceptions import NotFound
from wtforms import DateField, DecimalField, StringField, TextAreaField

from admin_views import current
from admin_views.assessment.papers import ballots_of, may_print_ballots
from admin_views.assessment.ratings_page import RATED_STATES, rate_page, ratings_of
from admin_views.assessment.results_page import decide_page, decisions_of, groups_of
from admin_views.assessment.scoring_page import score_effects, score_page
from admin_views.table_view import Page, TableView
from admin_views.verbs import Verb
from logistics import permissions
from logistics.database import local_today, now
from logistics.operations import assessment
from logistics.permissions import Actor
from logistics.queries.assessment.results import current_run, decided_grades, results_of
from logistics.wording import Words, _
from models import AssessmentCycle, AssessmentResult, Publicity

SCORED = ("computed", "reviewed", "decided", "publicised", "notified", "final", "paid")
REASON = {"reason": TextAreaField(_("Reason"))}


def results_address(rows: Sequence[Any]) -> str:
    """The table of results of the cycle that was just scored."""
    return url_for("assessment_cycle.results", id=rows[0].id)


def propose_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What proposing takes over, and what it leaves alone."""
    return [
        _(
            "%(cycle)s: records from %(first)s to %(last)s are gone through. What costs points is "
            "proposed and its person told; what was in order counts at once. Nothing is taken "
            "over twice.",
            cycle=str(row),
            first=row.starts_on,
            last=row.ends_on,
        )
        for row in rows
    ]


CYCLE_VERBS = (
    Verb(assessment.open_cycles, _("Open the cycle"), icon="play", states=("draft",), primary=True),
    Verb(
        assessment.propose_events,
        _("Propose events"),
        icon="search",
        states=("collecting", "closed", "rated"),
        effects=propose_effects,
    ),
    Verb(
        assessment.close_cycles,
        _("End the collection"),
        icon="lock",
        states=("collecting",),
        tail="close",
        primary=True,
    ),
    Verb(
        assessment.rate_staff,
        _("Rate"),
        icon="star",
        states=RATED_STATES,
        bulk=False,
        template="assessment/rate.html",
        context=rate_page,
        collect=ratings_of,
    ),
    Verb(
        assessment.close_ratings,
        _("End the ratings"),
        icon="lock",
        states=("closed",),
        tail="close-ratings",
        primary=True,
    ),
    Verb(
        assessment.score_cycles,
        _("Score"),
        icon="calculator",
        states=("rated", "computed", "publicised", "notified"),
        template="assessment/score.html",
        context=score_page,
        effects=score_effects,
        collect=lambda _form, _rows: {},
        leads_to=results_address,
        primary=True,
    ),
    Verb(
        assessment.review_results,
        _("Pass on"),
        icon="check-lg",
        states=("computed",),
        primary=True,
    ),
    Verb(
        assessment.return_results,
        _("Send back"),
        icon="arrow-return-left",
        states=("computed",),
        fields=REASON,
    ),
    Verb(
        assessment.decide_grades,
        _("Decide on grades"),
        icon="check2-square",
        states=("reviewed",),
        bulk=False,
        fields={"minutes_no": StringField(_("Minutes number"))},
        template="assessment/decide.html",
        context=decide_page,
        collect=decisions_of,
        leads_to=results_address,
        primary=True,
    ),
    Verb(
        assessment.publicise_results,
        _("Publicise"),
        icon="megaphone",
        states=("decided",),
        fields={
            "place": StringField(_("Place and telephone")),
            "starts_on": DateField(_("From"), default=local_today),
        },
        primary=True,
    ),
    Verb(
        assessment.notify_results,
        _("Notify everybody"),
        icon="send",
        states=("publicised",),
        primary=True,
    ),
    Verb(
        assessment.finish_cycles,
        _("Make final"),
        icon="patch-check",
        states=("notified",),
        primary=True,
    ),
    Verb(
        assessment.draft_bonuses,
        _("Draft the bonus"),
        icon="cash-coin",
        states=("final",),
        tail="bonus",
        bulk=False,
        fields={"pool": DecimalField(_("Bonus pool"), places=2)},
        primary=True,
    ),
)


class AssessmentCycleView(TableView):
    """A cycle has its ballots on paper, and once it is scored a table of results and two lists."""

    verbs = CYCLE_VERBS

    def pages(self, row: AssessmentCycle, actor: Actor) -> Sequence[Page]:
        if may_print_ballots(row, actor):
            ballots = self.address_of("print_ballots", row)
            return (Page(_("Print the ballots"), ballots, "printer"),)
        if not _shows_results(row, actor):
            return ()
        return (Page(_("Table of results"), results_address([row]), "list-ol"),)

    @expose("/results/")
    def results(self) -> Any:
        cycle, actor = self._scored(), current.actor()
        return self.render(
            "assessment/results.html",
            view=self.facts(),
            title=_("Results: %(cycle)s", cycle=str(cycle)),
            cycle=cycle,
            run=current_run(cycle),
            state=_badge(cycle),
            groups=groups_of(cycle, actor),
            is_decided=bool(decided_grades(cycle)),
            actions=self._next_steps(cycle, actor),
            print_urls=[
                (_("Print the summary"), url_for("assessment_cycle.print_summary", id=cycle.id)),
                (
                    _("Print the list of the excellent"),
                    url_for("assessment_cycle.print_excellent", id=cycle.id),
                ),
            ],
            crumbs=self.crumbs(
                (str(cycle), self.address_of("details", cycle)), _("Table of results")
            ),
        )

    @expose("/print_ballots/")
    def print_ballots(self) -> Any:
        cycle, actor = self.one(), current.actor()
        if not may_print_ballots(cycle, actor):
            raise NotFound()
        return self.render(
            "assessment/print_ballots.html",
            cycle=cycle,
            back_url=self.address_of("details", cycle),
            **ballots_of(cycle, actor),
        )

    @expose("/print_summary/")
    def print_summary(self) -> Any:
        cycle = self._scored()
        return self._print("assessment/print_summary.html", cycle)

    @expose("/print_excellent/")
    def print_excellent(self) -> Any:
        cycle = self._scored()
        grades = decided_grades(cycle)
        return self._print(
            "assessment/print_excellent.html",
            cycle,
            people=[
                row for row in results_of(cycle) if grades.get(row.id, row.grade) == "excellent"
            ],
            is_decided=bool(grades),
            publicity=Publicity.select()
            .where(Publicity.cycle == cycle.id)
            .order_by(Publicity.id.desc())
            .first(),
        )

    def _print(self, template: str, cycle: AssessmentCycle, **shown: Any) -> Any:
        actor = current.actor()
        return self.render(
            template,
            cycle=cycle,
            run=current_run(cycle),
            groups=groups_of(cycle, actor),
            back_url=url_for("assessment_cycle.results", id=cycle.id),
            printed_at=now(),
            printed_by=actor.name,
            **shown,
        )

    def _scored(self) -> AssessmentCycle:
        """The cycle that the address names, for who may read everybody's results."""
        cycle: AssessmentCycle = self.one()
        if not _shows_results(cycle, current.actor()):
            raise NotFound()
        return cycle

    def _next_steps(self, cycle: AssessmentCycle, actor: Actor) -> list[dict[str, Any]]:
        return [
            {
                "label": verb.label,
                "url": url_for("assessment_cycle.verb", tail=verb.path, id=cycle.id),
                "icon": verb.icon,
                "primary": verb.primary,
                "danger": verb.danger,
            }
            for verb in CYCLE_VERBS
            if verb.shown_for(cycle) and permissions.may_verb(actor, verb.name, cycle)
        ]


def _shows_results(cycle: AssessmentCycle, actor: Actor) -> bool:
    """Whether there are results, and the actor may read more of them than his own."""
    scopes = permissions.scopes_of(actor, "read", AssessmentResult)
    return cycle.status in SCORED and bool(scopes & {"all", "own_unit", "own_site"})


def _badge(cycle: AssessmentCycle) -> dict[str, Any]:
    field = AssessmentCycle._meta.fields["status"]
    return {"text": field.labels[cycle.status], "tone": field.tones[cycle.status]}
