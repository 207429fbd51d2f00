"""Pages for everybody: making a suggestion, answering a survey, reading what surveys have shown."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from admin_views import current, words
from logistics import permissions
from logistics.database import local_today
from logistics.errors import InvalidRecord, RuleViolation
from logistics.operations.care.suggestions import make_suggestions
from logistics.operations.care.surveys import answer_surveys
from logistics.permissions import Actor
from logistics.queries.care.surveys import LEAST_GROUP, open_for, results_of
from logistics.tables.care.surveys import DIMENSIONS, LEVELS
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import Suggestion, Survey, SurveyQuestion

blueprint = Blueprint("care", __name__)
REFUSED = 409
SUGGESTING = _("Make a suggestion")
SURVEYS = _("Surveys to answer")


@blueprint.route("/suggestions/new", methods=("GET", "POST"))
def suggest() -> Any:
    """One form; anonymous when its box is ticked."""
    actor = current.actor()
    permissions.require_verb(actor, "make_suggestions")
    refusal: RuleViolation | None = None
    if request.method == "POST":
        try:
            made = make_suggestions(
                topic=request.form.get("topic", ""),
                title=request.form.get("title", ""),
                content=request.form.get("content", ""),
                anonymous=request.form.get("anonymous") == "y",
                actor=actor,
            )
        except RuleViolation as violation:
            refusal = violation
        else:
            told = _(
                "Thank you. Your suggestion is number %(number)s; you get an answer by %(day)s.",
                number=made.doc_no,
                day=made.answer_by,
            )
            flash(words.words(told), "ok")
            return redirect(_own_suggestions(actor))
    page = render_template(
        "care/suggest.html",
        title=SUGGESTING,
        topics=list(Suggestion._meta.fields["topic"].labels.items()),
        typed=request.form,
        errors=refusal.errors if isinstance(refusal, InvalidRecord) else {},
        refusal=None if refusal is None or isinstance(refusal, InvalidRecord) else refusal.words,
        own_url=_own_suggestions(actor),
        crumbs=_crumbs((SUGGESTING, None)),
    )
    return (page, REFUSED) if refusal else page


@blueprint.get("/surveys")
def surveys() -> Any:
    """The open surveys that ask me, and the closed ones with their results."""
    actor = current.actor()
    permissions.require(actor, "read", Survey)
    closed = Survey.select().where(Survey.status == "closed").order_by(Survey.ends_on.desc())
    return render_template(
        "care/surveys.html",
        title=SURVEYS,
        mine=open_for(actor.staff_id) if actor.staff_id is not None else [],
        closed=list(closed.limit(30)),
        crumbs=_crumbs((SURVEYS, None)),
    )


@blueprint.route("/surveys/<int:survey_id>", methods=("GET", "POST"))
def survey(survey_id: int) -> Any:
    """The sheet of one open survey that asks me, until I have answered."""
    actor = current.actor()
    permissions.require_verb(actor, "answer_surveys")
    mine = {row.id: (row, done) for row, done in open_for(actor.staff_id or 0)}
    if survey_id not in mine:
        abort(404)
    sheet, done = mine[survey_id]
    refusal: RuleViolation | None = None
    if request.method == "POST":
        try:
            answer_surveys(survey=survey_id, levels=_sent_levels(), actor=actor)
        except RuleViolation as violation:
            refusal = violation
        else:
            flash(words.words(_("Thank you. Your answers are counted without your name.")), "ok")
            return redirect(url_for("care.surveys"))
    questions = SurveyQuestion.select().where(SurveyQuestion.survey == survey_id)
    page = render_template(
        "care/answer.html",
        title=sheet.title,
        sheet=sheet,
        done=done,
        questions=list(questions.order_by(SurveyQuestion.position)),
        levels=list(LEVELS.items()),
        chosen=_sent_levels(),
        missing={int(key) for key in refusal.errors} if isinstance(refusal, InvalidRecord) else (),
        refusal=refusal.words if refusal and not isinstance(refusal, InvalidRecord) else None,
        crumbs=_crumbs((SURVEYS, url_for("care.surveys")), (sheet.title, None)),
    )
    return (page, REFUSED) if refusal else page


@blueprint.get("/surveys/<int:survey_id>/results")
def results(survey_id: int) -> Any:
    """What a survey has shown: closed ones to everybody, open ones to whoever runs them."""
    actor = current.actor()
    permissions.require(actor, "read", Survey)
    sheet = Survey.get_or_none(Survey.id == survey_id)
    may_see = sheet is not None and (
        sheet.status == "closed"
        or (sheet.status == "open" and permissions.may_verb(actor, "open_surveys"))
    )
    if not may_see:
        abort(404)
    return render_template(
        "care/results.html",
        title=sheet.title,
        sheet=sheet,
        status=Survey._meta.fields["status"],
        results=results_of(sheet),
        levels=list(LEVELS.items()),
        dimensions=DIMENSIONS,
        least=LEAST_GROUP,
        today=local_today(),
        crumbs=_crumbs((SURVEYS, url_for("care.surveys")), (sheet.title, None)),
    )


def _own_suggestions(actor: Actor) -> str:
    if permissions.may(actor, "read", Suggestion):
        return url_for("suggestion.index")
    return url_for("home.index")


def _sent_levels() -> dict[int, str]:
    return {
        int(name.removeprefix("q-")): value
        for name, value in request.form.items()
        if name.startswith("q-") and name[2:].isdigit() and len(name) < 12
    }


def _crumbs(*steps: tuple[Words | str, str | None]) -> list[tuple[str, str | None]]:
    trail = [(AREAS["care"], None), *steps]
    return [(words.words(label), url) for label, url in trail]
