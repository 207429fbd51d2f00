"""The pages of suggestions and surveys."""

import pytest

from models import Suggestion, Survey, SurveyAnswer, SurveyQuestion
from tests.factories.care import answer, looked_into, make_survey, open_survey

TYPED = {"topic": "saving", "title": "Lights out at noon", "content": "A switch a corridor."}


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def test_a_suggestion_is_handed_in_and_its_author_finds_it_again(cast, client, login):
    """(R66, R89)"""
    guard = login(client, "guard")
    refused = guard.post("/suggestions/new", data={**TYPED, "title": ""})
    assert refused.status_code == 409
    assert "A switch a corridor." in refused.text
    guard.post("/suggestions/new", data={**TYPED, "anonymous": "y"})
    assert Suggestion.get().author_id is None
    assert TYPED["title"] in guard.get("/admin/suggestion/").text
    assert TYPED["title"] not in login(client, "staff").get("/admin/suggestion/").text


def test_who_sent_an_anonymous_suggestion_stands_on_no_page(cast, client, login):
    """(R89) SECRET: neither list, filter, export nor history give it."""
    made = looked_into(cast, cast.guard, anonymous=True)
    admin = login(client, "admin")
    for address in (
        "/admin/suggestion/",
        f"/admin/suggestion/details/?id={made.id}",
        f"/admin/suggestion/history/?id={made.id}",
        "/admin/suggestion/export/json/",
    ):
        text = admin.get(address).text
        assert "Guard Gu" not in text, address
        assert '"sender"' not in text, address
    assert client.get("/admin/suggestion/?sender__eq=1").status_code == 400


def test_a_suggestion_is_handed_on_answered_and_carried_out(cast, client, login):
    made = looked_into(cast, cast.guard)
    address = "/admin/suggestion/{}/?id=" + str(made.id)
    assessor = login(client, "assessor")
    assert TYPED["content"] in assessor.get(address.format("review")).text
    assert assessor.post(address.format("review"), data={"handled_by": ""}).status_code == 409
    reply = {"verdict": "adopted", "answer": "From July on.", "is_major": "y"}
    login(client, "deputy").post(address.format("answer"), data=reply)
    effect = {"effect": "Dark at noon.", "saving": ""}
    login(client, "assessor").post(address.format("implement"), data=effect)
    assert (Suggestion.get().status, Suggestion.get().is_major) == ("implemented", True)


def test_a_person_answers_an_open_survey_once(cast, client, login):
    """(R43) The sheet, what is missing, thanks; then it is taken."""
    survey = open_survey(cast, "Letters", "Newspapers")
    guard = login(client, "guard")
    assert survey.title in guard.get("/").text
    address = f"/surveys/{survey.id}"
    first, second = SurveyQuestion.select().order_by(SurveyQuestion.position)
    half = guard.post(address, data={f"q-{first.id}": "very"})
    assert half.status_code == 409
    assert "Answers are missing: 1" in half.text
    assert f'id="q-{first.id}-very" value="very" checked' in half.text
    guard.post(address, data={f"q-{first.id}": "very", f"q-{second.id}": "basic"})
    assert SurveyAnswer.select().count() == 2
    assert "answered this survey already" in guard.get(address).text
    assert guard.get("/surveys/999").status_code == 404


def test_results_stand_open_to_everybody_once_the_survey_has_ended(cast, client, login):
    """(R43, R78) Rate and index apart, always with n; small groups hidden."""
    survey = open_survey(cast)
    for actor in (cast.guard, cast.keeper, cast.deputy, cast.director, cast.finance):
        answer(survey, actor)
    address = f"/surveys/{survey.id}/results"
    assert login(client, "guard").get(address).status_code == 404
    login(client, "assessor").post(f"/admin/survey/close/?id={survey.id}")
    page = login(client, "guard").get(address).text
    assert "n = 5 answers" in page
    assert "Response rate" in page
    assert "fewer than 5 answers" in page
    assert Survey.get().status == "closed"


def test_paper_sheets_are_counted_in(cast, client, login):
    """(R79)"""
    survey = open_survey(cast, audience="guests", subject="meetings")
    question = SurveyQuestion.get()
    address = f"/admin/survey/enter/?id={survey.id}"
    sent = {"handed_out": "10", f"{question.id}-very": "8", f"{question.id}-satisfied": "1"}
    meeting = login(client, "meeting")
    assert "Sheets by answer" in meeting.get(address).text
    meeting.post(address, data=sent)
    assert SurveyAnswer.select().count() == 9
    refused = meeting.post(address, data={**sent, "handed_out": "3"})
    assert refused.status_code == 409
    assert 'value="8"' in refused.text


def test_a_survey_is_opened_from_its_page(cast, client, login):
    survey = make_survey()
    assessor = login(client, "assessor")
    told = assessor.get(f"/admin/survey/open/?id={survey.id}").text
    assert "people, until 2026-06-20" in told
    assessor.post(f"/admin/survey/open/?id={survey.id}")
    assert Survey.get().status == "open"
    assert "/results" in assessor.get(f"/admin/survey/details/?id={survey.id}").text
