"""The map: every table of the house, area by area, in the order in which keys may point back.

Nothing else stands here. Outside ``logistics/`` tables are imported from this module only.
"""

from logistics.database import database

# system
from logistics.tables.base import Account
from logistics.tables.system import (
    AccountRole,
    Attachment,
    AuditEntry,
    AuditHead,
    DocumentCounter,
    LoginAttempt,
    LoginSession,
    Notice,
    RequestKey,
    Role,
    RoleGrant,
)

# organisation
from logistics.tables.organisation import Building, CalendarDay, Room, Site, Unit

# people
from logistics.tables.people import Post, RoomAllocation, Staff, StaffLeave, StaffPost

# approvals
from logistics.tables.approvals import (
    ApprovalDecision,
    ApprovalRule,
    ApprovalStep,
    ApprovalTask,
    Delegation,
    IncompatibleDuty,
)

# conduct
from logistics.tables.conduct import (
    Bulletin,
    BulletinAck,
    BulletinAudience,
    CheckResult,
    CheckRound,
    Finding,
    FindingAction,
)

# money
from logistics.tables.money import BudgetAdjustment, BudgetEntry, BudgetLine

# stock
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    Item,
    StockClosing,
    StockLevel,
    StockMovement,
    Stocktake,
    StocktakeLine,
    StockTransfer,
    StockTransferLine,
    UnitQuota,
    Warehouse,
)

# purchasing
from logistics.tables.purchasing import (
    Award,
    AwardLine,
    AwardMember,
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsAcceptanceMember,
    GoodsReceipt,
    GoodsReceiptLine,
    Invoice,
    InvoiceLine,
    MaterialPlan,
    Payment,
    PurchaseOrder,
    PurchaseOrderAllocation,
    PurchaseOrderLine,
    PurchaseRequest,
    PurchaseRequestLine,
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    PurchaseRunStop,
    Quotation,
    QuotationLine,
    Supplier,
)

# duty
from logistics.tables.duty import (
    CalendarAddress,
    DutyAssignment,
    DutyHandover,
    DutyLog,
    DutyMember,
    DutyMonth,
    DutyNeed,
    DutyShift,
    DutySwap,
    PhoneCheck,
)

# assessment
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentRating,
    AssessmentResult,
    AssessmentScheme,
    BonusLine,
    BonusRun,
    CycleScheme,
    GradeDecision,
    ItemScore,
    Objection,
    Publicity,
    ScoreRun,
)

ALL_MODELS = (
    # system
    Account,
    LoginSession,
    LoginAttempt,
    Role,
    RoleGrant,
    AccountRole,
    AuditEntry,
    AuditHead,
    DocumentCounter,
    Attachment,
    Notice,
    RequestKey,
    # organisation
    Site,
    Building,
    Room,
    Unit,
    CalendarDay,
    # people
    Staff,
    Post,
    StaffPost,
    RoomAllocation,
    StaffLeave,
    # approvals
    ApprovalRule,
    ApprovalStep,
    ApprovalTask,
    ApprovalDecision,
    Delegation,
    IncompatibleDuty,
    # conduct
    CheckRound,
    CheckResult,
    Finding,
    FindingAction,
    Bulletin,
    BulletinAudience,
    BulletinAck,
    # money
    BudgetLine,
    BudgetEntry,
    BudgetAdjustment,
    # stock
    Item,
    Warehouse,
    UnitQuota,
    StockLevel,
    StockMovement,
    StockClosing,
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    StockTransfer,
    StockTransferLine,
    Stocktake,
    StocktakeLine,
    # purchasing
    Supplier,
    MaterialPlan,
    PurchaseRequest,
    PurchaseRequestLine,
    Quotation,
    QuotationLine,
    Award,
    AwardLine,
    AwardMember,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderAllocation,
    GoodsReceipt,
    GoodsReceiptLine,
    GoodsAcceptance,
    GoodsAcceptanceLine,
    GoodsAcceptanceMember,
    Invoice,
    InvoiceLine,
    Payment,
    PurchaseRun,
    PurchaseRunLine,
    PurchaseRunAllocation,
    PurchaseRunStop,
    # duty
    DutyShift,
    DutyNeed,
    DutyMember,
    DutyMonth,
    DutyAssignment,
    DutySwap,
    DutyLog,
    DutyHandover,
    PhoneCheck,
    CalendarAddress,
    # assessment
    AssessmentScheme,
    AssessmentDimension,
    AssessmentItem,
    AssessmentClause,
    AssessmentCycle,
    CycleScheme,
    AssessmentParticipant,
    AssessmentEvent,
    AssessmentRating,
    ScoreRun,
    ItemScore,
    AssessmentResult,
    GradeDecision,
    Publicity,
    Objection,
    BonusRun,
    BonusLine,
)

__all__ = [*(model.__name__ for model in ALL_MODELS), "ALL_MODELS", "database"]
