"""The pages of reports."""

import io

import pytest
from docx import Document

from admin_views.reporting.shown import number_words
from logistics.operations.records import create_record
from logistics.queries.facts.kinds import Fact, Figure
from logistics.queries.reporting import counting
from logistics.wording import _
from models import Report, ReportSection

FACT = Fact(
    "R15",
    "bulletins",
    _("Bulletins"),
    "bulletin",
    lambda _period: Figure(6, 6, {"A": 4}),
    lambda _figure: True,
    filters="ends_on__between={first} to {last}",
)


@pytest.fixture(autouse=True)
def on_the_day(set_clock, monkeypatch):
    set_clock("2026-07-02 10:00")
    monkeypatch.setattr(counting, "FACTS", (FACT,))


@pytest.fixture
def report(cast):
    values = {
        "title": "First half of 2026",
        "starts_on": "2026-01-01",
        "ends_on": "2026-06-30",
        "addressed_to": "Party Working Committee",
        "opening": "The work of the half-year is reported as follows.",
    }
    return create_record(Report, values, actor=cast.assessor)


def test_a_report_goes_from_its_draft_to_everybody(report, client, login):
    """(R01, R02)"""
    address = "/admin/report/{}/?id=" + str(report.id)
    assessor = login(client, "assessor")
    assert "Every fact is counted" in assessor.get(address.format("compile")).text
    assessor.post(address.format("compile"))
    read = assessor.get(address.format("read")).text
    assert "Bulletins: 6" in read
    assert "/admin/bulletin/?" not in read, "who may not read the rows gets no link to them"
    refused = assessor.post(address.format("submit"))
    assert refused.status_code == 409
    ReportSection.update(narrative="Written.").where(ReportSection.narrative == "").execute()
    assessor.post(address.format("submit"))
    deputy = login(client, "deputy")
    assert "are frozen as counted at 2026-07-02 10:00" in deputy.get(address.format("approve")).text
    rows = "/admin/bulletin/?ends_on__between=2026-01-01 to 2026-06-30"
    assert rows in deputy.get(address.format("read")).text
    deputy.post(address.format("approve"))
    assert login(client, "guard").get(f"/reports/{report.id}").status_code == 404
    login(client, "director").post(address.format("publish"))
    assert Report.get().status == "published"
    guard = login(client, "guard")
    assert report.title in guard.get("/reports").text
    page = guard.get(f"/reports/{report.id}").text
    assert "Bulletins: 6" in page
    assert guard.get(address.format("details")).status_code == 403


def test_a_report_is_printed_and_taken_along_as_a_document(report, client, login):
    """(R01) GB/T 9704: A4, title, address, sections, sender, facts as an annex."""
    assessor = login(client, "assessor")
    assessor.post(f"/admin/report/compile/?id={report.id}")
    printed = assessor.get(f"/admin/report/print/?id={report.id}").text
    assert "hq-paper" in printed
    assert "Facts of the report" in printed
    answer = assessor.get(f"/admin/report/document/?id={report.id}")
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    paper = Document(io.BytesIO(answer.data))
    texts = [line.text for line in paper.paragraphs]
    assert texts[0] == report.title
    assert "1.2 Learning, post training and post checks" in texts
    assert [cell.text for cell in paper.tables[0].rows[1].cells][:3] == ["Bulletins", "6", "6"]
    assert round(paper.sections[0].page_width.cm) == 21


def test_numbers_are_written_as_an_official_paper_writes_them(app, client):
    with app.test_request_context("/", headers={"Accept-Language": "zh-CN"}):
        assert [number_words(number) for number in ("1", "2.4", "3.11")] == [
            "一、",
            "（四）",
            "（十一）",
        ]
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert number_words("2.4") == "2.4 "
