"""The map: every table of the house, area by area, in the order in which keys may point back.

Nothing else stands here. Outside ``logistics/`` tables are imported from this module only.
"""

from peewee import is_model, sort_models

from logistics.database import database

# system
from logistics.tables.base import Account
from logistics.tables.system import (
    AccountRole,
    Attachment,
    AuditEntry,
    AuditHead,
    DataImport,
    DataImportRow,
    DocumentCounter,
    Job,
    JobEntry,
    LoginAttempt,
    LoginSession,
    Notice,
    RequestKey,
    Role,
    RoleGrant,
    SavedView,
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

# rules
from logistics.tables.rules import (
    Rule,
    RuleAcknowledgement,
    RuleComment,
    RuleDeviation,
    RuleLink,
    RuleVersion,
)

# learning
from logistics.tables.learning import (
    LearningPlan,
    LearningPlanItem,
    TrainingAttendance,
    TrainingSession,
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
from logistics.tables.money import (
    BenefitReview,
    BudgetAdjustment,
    BudgetEntry,
    BudgetLine,
    CostAllocation,
    CostDriver,
    CostEntry,
    CostObject,
    CostPlan,
    WasteEvent,
)

# fleet
from logistics.tables.fleet import (
    Accident,
    Dispatch,
    DispatchRequest,
    DriverProfile,
    FuelLog,
    SafetyReport,
    SealLog,
    TrafficViolation,
    Trip,
    Vehicle,
    VehicleMaintenance,
    VehicleRequest,
)

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

# assets
from logistics.tables.assets import (
    AllocationStandard,
    Asset,
    AssetClass,
    AssetCount,
    AssetCountLine,
    AssetDisposal,
    AssetDisposalLine,
    AssetTransfer,
    AssetTransferLine,
    PoolListing,
    ReuseCheck,
)

# service_desk
from logistics.tables.service_desk import (
    OfficeHours,
    ServiceCommitment,
    Ticket,
    TicketEvent,
    TicketPause,
    TicketTransfer,
)

# shuttle
from logistics.tables.shuttle import (
    ShuttleConnection,
    ShuttleRoute,
    ShuttleRun,
    ShuttleStop,
)

# canteen
from logistics.tables.canteen import (
    Canteen,
    CanteenSettlement,
    DisinfectionLog,
    Dish,
    FoodSample,
    HealthCertificate,
    IngredientReceipt,
    IngredientReceiptLine,
    MealCount,
    Menu,
    MenuItem,
    TablewareChange,
    WasteEvaluation,
    WasteLog,
)

# meetings
from logistics.tables.meetings import (
    Booking,
    BookingRating,
    BookingServiceCheck,
    MeetingType,
    Reception,
    ReceptionLine,
    ServiceCheckItem,
)

# guarding
from logistics.tables.guarding import (
    FireCheck,
    GuardHandover,
    GuardPost,
    GuardShift,
    Incident,
    ParkingLane,
    ParkingSpace,
    ParkingViolation,
    Patrol,
    PatrolCheckpoint,
    PatrolRoute,
    PatrolTime,
    Visitor,
)

# cleaning
from logistics.tables.cleaning import CleanArea, CleaningInspection, CleaningTask, CleanRound

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

# mail
from logistics.tables.mail import DeliveryRound, MailItem, Subscription, SubscriptionUnit

# buildings
from logistics.tables.buildings import (
    BuildingDefect,
    Contractor,
    Lease,
    LeasePayment,
    LeaseReminder,
    Reinspection,
    SiteSurvey,
    WorkOrder,
    WorkOrderPart,
    WorksAcceptance,
    WorksAcceptanceMember,
    WorksProgress,
    WorksProject,
    WorksQuotation,
    WorksRoom,
    WorksSettlement,
)

# relocation
from logistics.tables.relocation import MoveSlot, PhoneExtension, Relocation, RelocationTask

# energy
from logistics.tables.energy import (
    EnergyCoefficient,
    EnergyEquipment,
    EnergyMeasure,
    EnergyQuota,
    EnergyUse,
    Meter,
    MeterReading,
    MeterReplacement,
    OverQuotaNote,
)

# targets
from logistics.tables.targets import (
    RewardPenalty,
    SupervisionItem,
    SupervisionReport,
    Target,
    TargetProgress,
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

# care
from logistics.tables.care import (
    CareEvent,
    Suggestion,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
)

# reporting
from logistics.tables.reporting import Report, ReportFact, ReportSection

ALL_MODELS = tuple(sort_models([each for each in [*vars().values()] if is_model(each)]))
"""Every table named above, each after those that its keys lead to."""

__all__ = [*(model.__name__ for model in ALL_MODELS), "ALL_MODELS", "database"]
