"""A survey from its opening to its closing; who took part is never joined to what was answered."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from logistics.auditing import note, transaction
from logistics.database import local_today, lock
from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import change, load, move
from logistics.permissions import SYSTEM, Actor, require_verb
from logistics.queries.care.surveys import LEAST_GROUP
from logistics.tables.care import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion
from logistics.tables.care.surveys import DIMENSIONS, LEVELS
from logistics.tables.people import Staff
from logistics.wording import _

INVITATION = ("survey", "staff")
ANSWER = ("id", "survey", "question", "level", "source", "unit")
MOST_SHEETS = 5000
NewKey = Callable[[], int]


def random_key() -> int:
    """A number for an answer, so that its place in the table tells nothing."""
    return secrets.randbelow(2**31 - 1) + 1


def open_surveys(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Open surveys: they get their number, and everybody whom they ask gets an invitation (R43)."""
    require_verb(actor, "open_surveys")

    def open_(row: Seen) -> Survey:
        survey = load(Survey, row)
        _refuse_incomplete(survey)
        people = _asked(survey)
        survey = move(
            Survey,
            row,
            to="open",
            out_of=("draft",),
            actor=actor,
            verb="open_surveys",
            changes={"doc_no": take_number("SU"), "invited": len(people)},
        )
        append_rows(
            SurveyInvitation,
            INVITATION,
            ((survey.id, person) for person in people),
            actor=actor,
        )
        return survey

    return each(seen, open_, done=_("Opened."), model=Survey)


def answer_surveys(
    *, survey: int, levels: Mapping[int, str], actor: Actor, new_key: NewKey = random_key
) -> None:
    """Answer an open survey once: ``levels`` maps each question to very, satisfied, basic or not.

    The participation is noted in one row, the answers in others that know neither the person nor
    the hour (R43, R79, R88).
    """
    require_verb(actor, "answer_surveys")
    with transaction():
        sheet = _open_sheet(survey)
        questions = _complete(sheet, levels)
        invitation = SurveyInvitation.get_or_none(
            (SurveyInvitation.survey == survey) & (SurveyInvitation.staff == actor.staff_id)
        )
        if invitation is None:
            raise NotPermitted(_("This survey does not ask you."))
        # The guard in the UPDATE keeps a second answer out, whoever presses twice.
        taken = (
            SurveyInvitation.update(has_answered=True)
            .where((SurveyInvitation.id == invitation.id) & ~SurveyInvitation.has_answered)
            .execute()
        )
        if taken != 1:
            raise WrongState(_("You have answered this survey already."))
        unit = _group_of(invitation)
        rows = [(question, levels[question], "online", unit) for question in questions]
        _append(sheet, rows, new_key)
        note(actor, "answer_surveys", table="survey", row_id=sheet.id, row_label=str(sheet))


def enter_survey_papers(
    *,
    seen: Sequence[Seen],
    handed_out: int,
    counts: Mapping[int, Mapping[str, int]],
    actor: Actor,
    new_key: NewKey = random_key,
) -> list[Outcome]:
    """Enter the sheets of a survey that were filled in on paper, of guests for instance (R79).

    ``counts`` maps each question to the number of sheets by level; every sheet that came back
    answers every question at most once.
    """
    require_verb(actor, "enter_survey_papers")

    def enter(row: Seen) -> Survey:
        survey = load(Survey, row)
        if survey.status != "open":
            raise WrongState(_("“%(survey)s” is not open.", survey=str(survey)))
        questions = _questions(survey)
        handed_in = max((sum(counts.get(key, {}).values()) for key in questions), default=0)
        _refuse_counts(counts, questions, handed_in, handed_out)
        survey = change(
            survey,
            {
                "handed_out": survey.handed_out + handed_out,
                "handed_in": survey.handed_in + handed_in,
            },
            actor=actor,
            verb="enter_survey_papers",
            where=Survey.status == "open",
        )
        rows = [
            (question, level, "paper", None)
            for question in questions
            for level in LEVELS
            for _sheet in range(counts.get(question, {}).get(level, 0))
        ]
        _append(survey, rows, new_key)
        return survey

    return each(seen, enter, done=_("Entered."), model=Survey)


def close_surveys(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End surveys; from then on their results stand for everybody."""
    require_verb(actor, "close_surveys")

    def close(row: Seen) -> Survey:
        return move(
            Survey,
            row,
            to="closed",
            out_of=("open",),
            actor=actor,
            verb="close_surveys",
        )

    return each(seen, close, done=_("Ended."), model=Survey)


def _refuse_incomplete(survey: Survey) -> None:
    questions = list(SurveyQuestion.select().where(SurveyQuestion.survey == survey.id))
    if not questions:
        raise RuleViolation(_("Write at least one question first."))
    if survey.kind == "pulse":
        asked = {question.dimension for question in questions}
        if asked != set(DIMENSIONS):
            raise RuleViolation(
                _("A pulse asks for identity, belonging, cohesion and fighting strength, each.")
            )
    elif any(question.dimension for question in questions):
        raise RuleViolation(_("Only the questions of a pulse have a dimension."))
    if survey.ends_on < local_today():
        raise RuleViolation(_("This day is past."), field="ends_on")


def _asked(survey: Survey) -> list[int]:
    if survey.audience == "guests":
        return []
    people = Staff.select(Staff.id).where(Staff.left_on.is_null() & Staff.account.is_null(False))
    if survey.site_id is not None:
        people = people.where(Staff.site == survey.site_id)
    return [person.id for person in people.order_by(Staff.id)]


def _open_sheet(survey: int) -> Survey:
    sheet: Survey | None = lock(Survey.select().where(Survey.id == survey)).first()
    if sheet is None:
        raise NotFound(_("There is no such record."))
    if sheet.status != "open" or not sheet.starts_on <= local_today() <= sheet.ends_on:
        raise WrongState(_("“%(survey)s” is not open.", survey=str(sheet)))
    return sheet


def _questions(survey: Survey) -> list[int]:
    rows = SurveyQuestion.select(SurveyQuestion.id).where(SurveyQuestion.survey == survey.id)
    return [row.id for row in rows.order_by(SurveyQuestion.position)]


def _complete(survey: Survey, levels: Mapping[int, str]) -> list[int]:
    questions = _questions(survey)
    errors = {
        str(question): [_("Choose one answer.")]
        for question in questions
        if levels.get(question) not in LEVELS
    }
    if errors:
        raise InvalidRecord(errors)
    return questions


def _refuse_counts(
    counts: Mapping[int, Mapping[str, int]],
    questions: Sequence[int],
    handed_in: int,
    handed_out: int,
) -> None:
    numbers = [number for by_level in counts.values() for number in by_level.values()]
    levels = {level for by_level in counts.values() for level in by_level}
    if not set(counts) <= set(questions) or not levels <= set(LEVELS):
        raise NotFound(_("There is no such record."))
    if not handed_in or min(numbers) < 0 or handed_in > MOST_SHEETS:
        raise RuleViolation(
            _("Give the number of sheets for each answer, %(most)s at most.", most=MOST_SHEETS)
        )
    if handed_in > handed_out:
        raise RuleViolation(
            _("No more sheets can come back than were handed out."), field="handed_out"
        )


def _append(
    survey: Survey, rows: Sequence[tuple[int, str, str, int | None]], new_key: NewKey
) -> None:
    """Answers under drawn ids, dated like the survey itself and made by nobody."""
    answers = (
        (key, survey.id, *row)
        for key, row in zip(_free_keys(len(rows), new_key), rows, strict=True)
    )
    append_rows(SurveyAnswer, ANSWER, answers, actor=SYSTEM, at=survey.created_at)


def _free_keys(count: int, new_key: NewKey) -> list[int]:
    free: dict[int, None] = {}
    while len(free) < count:
        drawn = {new_key() for _number in range(count - len(free))} - set(free)
        taken = SurveyAnswer.select(SurveyAnswer.id).where(SurveyAnswer.id.in_(list(drawn)))
        free.update(dict.fromkeys(sorted(drawn - {row.id for row in taken})))
    return list(free)


def _group_of(invitation: SurveyInvitation) -> int | None:
    """The person's unit, where so many of it were asked that nobody can be recognised."""
    unit: int = invitation.staff.unit_id
    asked = (
        SurveyInvitation.select()
        .join(Staff)
        .where((SurveyInvitation.survey == invitation.survey_id) & (Staff.unit == unit))
    )
    return unit if asked.count() >= LEAST_GROUP else None
