"""Every table of the house in the panel: one line each, in the order of the menu.

A table has a view class of its own only where it truly differs from ``TableView``.
"""

from __future__ import annotations

from dataclasses import dataclass

import models
from admin_views import assessment, conduct, duty, stock
from admin_views.accounts import ACCOUNT_ROLE_VERBS, ACCOUNT_VERBS, ROLE_GRANT_VERBS
from admin_views.approvals import DELEGATION_VERBS
from admin_views.money import (
    ADJUSTMENT_VERBS,
    LINE_VERBS,
    BudgetAdjustmentView,
    BudgetLineView,
)
from admin_views.purchasing.ordering import ORDERING_VERBS, PurchaseOrderView
from admin_views.purchasing.paying import INVOICE_VERBS, PaymentView
from admin_views.purchasing.quoting import (
    QUOTATION_VERBS,
    QUOTING_VERBS,
    SUPPLIER_VERBS,
    AwardView,
)
from admin_views.purchasing.receiving import GoodsAcceptanceView
from admin_views.purchasing.requests import REQUEST_VERBS, PurchaseRequestView
from admin_views.purchasing.runs import PurchaseRunView
from admin_views.table_view import TableView
from admin_views.verbs import Verb
from logistics.database import Record
from logistics.wording import Words, _


@dataclass(frozen=True)
class Table:
    """One table: its icon, its verbs, its view, and whether the menu names it.

    Lines are reached through their document and stand in no menu.
    """

    model: type[Record]
    icon: str = "table"
    view: type[TableView] = TableView
    verbs: tuple[Verb, ...] = ()
    in_menu: bool = True


@dataclass(frozen=True)
class Page:
    """A page in the menu that is no table's list, for whoever holds one of its verbs."""

    area: str
    label: Words
    endpoint: str
    icon: str
    verbs: tuple[str, ...]


RIGHTS_VERBS = ("propose_rights", "confirm_rights")
PAGES: tuple[Page, ...] = (
    # stock
    Page("stock", _("Stock book"), "stock_book.index", "journal-bookmark", stock.BOOK_VERBS),
    # duty
    Page("duty", _("Duty roster"), "duty.roster", "calendar3", duty.ROSTER_VERBS),
    # conduct
    Page("conduct", _("Bulletins to read"), "conduct.board", "megaphone", conduct.BOARD_VERBS),
    # money
    Page(
        "money",
        _("Budget execution"),
        "budget_line.execution",
        "bar-chart",
        ("approve_budget_lines", "approve_adjustments"),
    ),
    # system
    Page("system", _("Rights by role"), "rights.matrix", "grid-3x3", RIGHTS_VERBS),
    Page("system", _("Proposals"), "rights.proposals", "clipboard-check", RIGHTS_VERBS),
)

REGISTRY: tuple[Table, ...] = (
    # purchasing
    Table(
        models.PurchaseRequest,
        "cart3",
        PurchaseRequestView,
        (*REQUEST_VERBS, *QUOTING_VERBS, *ORDERING_VERBS),
    ),
    Table(models.PurchaseRequestLine, "list-ul", in_menu=False),
    Table(models.PurchaseRun, "truck", PurchaseRunView),
    Table(models.PurchaseOrder, "bag-check", PurchaseOrderView),
    Table(models.GoodsReceipt, "box-arrow-in-down"),
    Table(models.GoodsAcceptance, "clipboard-check", GoodsAcceptanceView),
    Table(models.Invoice, "receipt-cutoff", verbs=INVOICE_VERBS),
    Table(models.Payment, "cash-stack", PaymentView),
    Table(models.Quotation, "tag", verbs=QUOTATION_VERBS),
    Table(models.Award, "trophy", AwardView),
    Table(models.Supplier, "shop", verbs=SUPPLIER_VERBS),
    Table(models.MaterialPlan, "calendar3-range"),
    Table(models.QuotationLine, "list-ul", in_menu=False),
    Table(models.AwardLine, "list-ul", in_menu=False),
    Table(models.AwardMember, "people", in_menu=False),
    Table(models.PurchaseOrderLine, "list-ul", in_menu=False),
    Table(models.PurchaseOrderAllocation, "diagram-2", in_menu=False),
    Table(models.GoodsReceiptLine, "list-ul", in_menu=False),
    Table(models.GoodsAcceptanceLine, "list-ul", in_menu=False),
    Table(models.GoodsAcceptanceMember, "pen", in_menu=False),
    Table(models.InvoiceLine, "list-ul", in_menu=False),
    Table(models.PurchaseRunLine, "list-ul", in_menu=False),
    Table(models.PurchaseRunAllocation, "signpost-split", in_menu=False),
    Table(models.PurchaseRunStop, "geo-alt", in_menu=False),
    # stock
    Table(models.IssueSheet, "box-arrow-up-right", stock.IssueSheetView),
    Table(models.IssueRequest, "basket", verbs=stock.REQUEST_VERBS),
    Table(models.IssueRequestLine, "list-ul"),
    Table(models.IssueSlip, "receipt", stock.IssueSlipView),
    Table(models.IssueSlipLine, "list-ul", verbs=stock.SLIP_LINE_VERBS),
    Table(models.Item, "box-seam", verbs=stock.ITEM_VERBS),
    Table(models.StockLevel, "boxes"),
    Table(models.StockMovement, "journal-text", verbs=stock.MOVEMENT_VERBS),
    Table(models.StockTransfer, "arrow-left-right", stock.StockTransferView),
    Table(models.StockTransferLine, "list-ul"),
    Table(models.Stocktake, "clipboard-check", stock.StocktakeView),
    Table(models.StocktakeLine, "list-ul"),
    Table(models.Warehouse, "house-gear", verbs=stock.WAREHOUSE_VERBS),
    Table(models.UnitQuota, "speedometer2"),
    Table(models.StockClosing, "lock"),
    # duty
    Table(models.DutyMonth, "calendar-week", duty.DutyMonthView),
    Table(models.DutyAssignment, "person-workspace", verbs=duty.ASSIGNMENT_VERBS),
    Table(models.DutySwap, "arrow-left-right", verbs=duty.SWAP_VERBS),
    Table(models.DutyHandover, "box-arrow-in-right", duty.DutyHandoverView),
    Table(models.DutyLog, "journal-text"),
    Table(models.PhoneCheck, "telephone"),
    Table(models.DutyMember, "person-lines-fill"),
    Table(models.DutyShift, "clock"),
    Table(models.DutyNeed, "people", in_menu=False),
    Table(models.CalendarAddress, "calendar-plus", verbs=duty.ADDRESS_VERBS, in_menu=False),
    # conduct
    Table(models.CheckRound, "search", verbs=conduct.ROUND_VERBS),
    Table(models.CheckResult, "clipboard-check", verbs=conduct.RESULT_VERBS, in_menu=False),
    Table(models.Finding, "exclamation-diamond", verbs=conduct.FINDING_VERBS),
    Table(models.FindingAction, "list-check", verbs=conduct.ACTION_VERBS),
    Table(models.Bulletin, "megaphone", conduct.BulletinView),
    Table(models.BulletinAudience, "people", in_menu=False),
    Table(models.BulletinAck, "check2-all", in_menu=False),
    # assessment
    Table(models.AssessmentCycle, "bar-chart", assessment.AssessmentCycleView),
    Table(models.CycleScheme, "list-ul", in_menu=False),
    Table(models.AssessmentParticipant, "person-lines-fill", verbs=assessment.PARTICIPANT_VERBS),
    Table(models.AssessmentEvent, "journal-text", verbs=assessment.EVENT_VERBS),
    Table(models.AssessmentResult, "trophy", assessment.AssessmentResultView),
    Table(models.ItemScore, "list-columns", in_menu=False),
    Table(models.ScoreRun, "calculator"),
    Table(models.GradeDecision, "patch-check"),
    Table(models.Publicity, "megaphone"),
    Table(models.Objection, "chat-left-text", verbs=assessment.OBJECTION_VERBS),
    Table(models.BonusRun, "cash-coin", assessment.BonusRunView),
    Table(models.BonusLine, "list-ul", in_menu=False),
    Table(models.AssessmentScheme, "card-checklist", assessment.AssessmentSchemeView),
    Table(models.AssessmentDimension, "list-ul", in_menu=False),
    Table(models.AssessmentItem, "list-ul", in_menu=False),
    Table(models.AssessmentClause, "list-ul", in_menu=False),
    Table(models.AssessmentRating, "star", in_menu=False),
    # money
    Table(models.BudgetLine, "wallet2", BudgetLineView, LINE_VERBS),
    Table(models.BudgetEntry, "journal-text"),
    Table(models.BudgetAdjustment, "sliders", BudgetAdjustmentView, ADJUSTMENT_VERBS),
    # approvals
    Table(models.ApprovalTask, "inbox"),
    Table(models.ApprovalDecision, "patch-check"),
    Table(models.Delegation, "person-up", verbs=DELEGATION_VERBS),
    Table(models.ApprovalRule, "diagram-2"),
    Table(models.ApprovalStep, "list-ol", in_menu=False),
    Table(models.IncompatibleDuty, "slash-circle"),
    # people
    Table(models.Staff, "people"),
    Table(models.Post, "person-badge"),
    Table(models.StaffPost, "person-check"),
    Table(models.RoomAllocation, "door-open"),
    Table(models.StaffLeave, "calendar-x"),
    # organisation
    Table(models.Site, "geo-alt", verbs=duty.SITE_VERBS),
    Table(models.Building, "building"),
    Table(models.Room, "door-closed"),
    Table(models.Unit, "diagram-3"),
    Table(models.CalendarDay, "calendar3"),
    # system
    Table(models.Account, "person", verbs=ACCOUNT_VERBS),
    Table(models.Role, "shield-lock"),
    Table(models.RoleGrant, "key", verbs=ROLE_GRANT_VERBS),
    Table(models.AccountRole, "person-lock", verbs=ACCOUNT_ROLE_VERBS),
    Table(models.AuditEntry, "clock-history"),
    Table(models.LoginSession, "laptop"),
    Table(models.LoginAttempt, "shield-exclamation"),
    Table(models.Attachment, "paperclip"),
    Table(models.Notice, "bell"),
    Table(models.DocumentCounter, "123"),
    Table(models.AuditHead, "link-45deg", in_menu=False),
    Table(models.RequestKey, "send-check", in_menu=False),
)
