"""A weekly menu from draft to publication: by the rules of the mix, in time (R28)."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.canteen.expecting import expect_of_menu
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.canteen.menus import menu_problems, publish_by
from logistics.tables.canteen import Menu
from logistics.wording import _

MENU_PAGE = "/admin/menu/details/?id={id}"
PREFIX = "MU"


def submit_menus(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give menus that keep every rule of the mix to the deputy (R28)."""
    require_verb(actor, "submit_menus")

    def submit(row: Seen) -> Menu:
        menu = load(Menu, row)
        _refuse_problems(menu)
        return move(
            Menu,
            Seen(menu.id, menu.row_version),
            to="submitted",
            out_of=("draft",),
            actor=actor,
            verb="submit_menus",
            changes={
                "doc_no": menu.doc_no or take_number(PREFIX),
                "submitted_by": actor.account_id,
                "return_note": "",
            },
        )

    return each(seen, submit, done=_("Submitted."), model=Menu)


def approve_menus(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve submitted menus; not by the one who submitted them."""
    require_verb(actor, "approve_menus")

    def approve(row: Seen) -> Menu:
        menu = load(Menu, row)
        if menu.submitted_by_id is not None and menu.submitted_by_id == actor.account_id:
            raise NotPermitted(_("Who submitted a menu does not approve it."))
        if menu.status == "submitted":
            _refuse_problems(menu)
        menu = move(
            Menu,
            Seen(menu.id, menu.row_version),
            to="approved",
            out_of=("submitted",),
            actor=actor,
            verb="approve_menus",
            changes={"approved_by": actor.account_id, "approved_at": now()},
        )
        notify(
            menu.submitted_by,
            _(
                "The menu %(menu)s is approved; publish it by %(until)s.",
                menu=str(menu),
                until=publish_by(menu.starts_on),
            ),
            link=MENU_PAGE.format(id=menu.id),
        )
        return menu

    return each(seen, approve, done=_("Approved."), model=Menu)


def return_menus(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give menus that are not published yet back to be changed."""
    require_verb(actor, "return_menus")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> Menu:
        menu = move(
            Menu,
            row,
            to="draft",
            out_of=("submitted", "approved"),
            actor=actor,
            verb="return_menus",
            changes={
                "approved_by": None,
                "approved_at": None,
                "return_note": comment.strip()[:200],
            },
        )
        notify(
            menu.submitted_by,
            _(
                "The menu %(menu)s was returned: %(comment)s",
                menu=str(menu),
                comment=comment.strip(),
            ),
            link=MENU_PAGE.format(id=menu.id),
        )
        return menu

    return each(seen, give_back, done=_("Returned."), model=Menu)


def publish_menus(*, seen: Sequence[Seen], actor: Actor, late_reason: str = "") -> list[Outcome]:
    """Publish approved menus; samples, disinfections and counts are expected from then on.

    Due on Friday 15:00 of the week before; later only with a reason, which stays on the menu.
    """
    require_verb(actor, "publish_menus")

    def publish(row: Seen) -> Menu:
        menu = load(Menu, row)
        late = now() > publish_by(menu.starts_on)
        if late and not late_reason.strip():
            raise RuleViolation(
                _(
                    "The menu %(menu)s was due by %(until)s; give the reason for publishing it "
                    "late.",
                    menu=str(menu),
                    until=publish_by(menu.starts_on),
                ),
                field="late_reason",
            )
        menu = move(
            Menu,
            Seen(menu.id, menu.row_version),
            to="published",
            out_of=("approved",),
            actor=actor,
            verb="publish_menus",
            changes={
                "published_by": actor.account_id,
                "published_at": now(),
                "late_reason": late_reason.strip()[:200] if late else "",
            },
        )
        expect_of_menu(menu, actor=actor)
        return menu

    return each(seen, publish, done=_("Published."), model=Menu)


def _refuse_problems(menu: Menu) -> None:
    problems = menu_problems(menu)
    if problems:
        raise RuleViolation(
            _(
                "The menu %(menu)s breaks %(count)s rules; the first: %(problem)s",
                menu=str(menu),
                count=len(problems),
                problem=problems[0].words,
            )
        )
