"""The pages of the menu that are no table's list."""

from __future__ import annotations

from admin_views import (
    assets,
    canteen,
    care,
    conduct,
    costs,
    duty,
    energy,
    mail,
    meetings,
    reporting,
    stock,
    targets,
)
from admin_views.entries import Page
from logistics.wording import _

RIGHTS_VERBS = ("propose_rights", "confirm_rights")
PAGES: tuple[Page, ...] = (
    # stock
    Page("stock", _("Stock book"), "stock_book.index", "journal-bookmark", stock.BOOK_VERBS),
    # canteen
    Page("canteen", _("This week's menu"), "canteen_page.menu", "egg-fried", canteen.MENU_VERBS),
    # mail
    Page("mail", _("Mail of my unit"), "mail_page.mine", "envelope-open", mail.MAIL_VERBS),
    # meetings
    Page(
        "meetings",
        _("Meeting rooms"),
        "meeting_board.index",
        "calendar2-week",
        meetings.BOARD_VERBS,
    ),
    # energy
    Page("energy", _("Energy account"), "energy_sheet.index", "table", energy.SHEET_VERBS),
    # duty
    Page("duty", _("Duty roster"), "duty.roster", "calendar3", duty.ROSTER_VERBS),
    # conduct
    Page("conduct", _("Bulletins to read"), "conduct.board", "megaphone", conduct.BOARD_VERBS),
    # targets
    Page("targets", _("Targets of the year"), "targets.board", "diagram-3", targets.BOARD_VERBS),
    # care
    Page("care", _("Make a suggestion"), "care.suggest", "lightbulb", care.SUGGEST_VERBS),
    Page("care", _("Surveys to answer"), "care.surveys", "ui-checks", care.ANSWER_VERBS),
    # reporting
    Page("reporting", _("Published reports"), "reports.board", "book", reporting.READ_VERBS),
    # money
    Page(
        "money",
        _("Budget execution"),
        "budget_line.execution",
        "bar-chart",
        ("approve_budget_lines", "approve_adjustments"),
    ),
    Page(
        "money", _("Cost analysis"), "cost_analysis.index", "pie-chart-fill", costs.ANALYSIS_VERBS
    ),
    # assets
    Page("assets", _("Register of idle assets"), "idle_assets.index", "recycle", assets.POOL_VERBS),
    # system
    Page("system", _("Rights by role"), "rights.matrix", "grid-3x3", RIGHTS_VERBS),
    Page("system", _("Proposals"), "rights.proposals", "clipboard-check", RIGHTS_VERBS),
)
