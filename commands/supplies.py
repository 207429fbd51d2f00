"""``supplies``: issue sheets from the command line, under somebody's own rights."""

from __future__ import annotations

import click

from commands.running import acting, as_json, json_option, with_database
from logistics.errors import NotFound
from logistics.operations.outcomes import Outcome, Seen
from logistics.operations.stock import issue_supplies
from logistics.permissions import Actor
from logistics.queries.stock import preview_sheet
from logistics.wording import _
from models import IssueSheet


@click.group("supplies")
def group() -> None:
    """Supplies: issue them."""


@group.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMBER…")
@acting
@json_option
@with_database
def issue(numbers: tuple[str, ...], actor: Actor, json_wanted: bool) -> None:
    """Issue the sheets with these numbers, with the quantities that they say.

    Each sheet is issued whole or not at all; 1 when any of them was refused.
    """
    sheets = [_sheet(number) for number in dict.fromkeys(numbers)]
    seen = [Seen(sheet.id, sheet.row_version) for sheet in sheets]
    outcomes = issue_supplies(seen=seen, actor=actor)
    report = [_told(outcome) for outcome in outcomes]
    if json_wanted:
        as_json({"sheets": report})
    else:
        for line in report:
            refused = line["status"] == "refused"
            words = line["message"] if refused else _issued_words(line)
            click.echo(f"{line['number']}: {words}", err=refused)
    if not all(outcome.done for outcome in outcomes):
        raise SystemExit(1)


def _sheet(number: str) -> IssueSheet:
    sheet = IssueSheet.get_or_none(IssueSheet.doc_no == number)
    if sheet is None:
        raise NotFound(_("There is no issue sheet %(number)s.", number=number))
    return sheet


def _told(outcome: Outcome) -> dict[str, str]:
    sheet = IssueSheet.get_by_id(outcome.id)
    if outcome.refusal is not None:
        return {
            "number": sheet.doc_no,
            "status": "refused",
            "message": outcome.words.filled(),
        }
    preview = preview_sheet(sheet)
    return {
        "number": sheet.doc_no,
        "status": "issued",
        "issued": str(preview.issued),
        "short": str(preview.short),
        "value": str(preview.value),
    }


def _issued_words(line: dict[str, str]) -> str:
    return f"{line['issued']} issued for {line['value']} yuan, {line['short']} short"
