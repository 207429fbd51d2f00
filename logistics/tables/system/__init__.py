"""System: sessions, roles, rights, audit, counters, attachments and notices."""

from logistics.tables.system.access import (
    AccountRole,
    LoginAttempt,
    LoginSession,
    Role,
    RoleGrant,
)
from logistics.tables.system.records import (
    Attachment,
    AuditEntry,
    AuditHead,
    DocumentCounter,
    Notice,
    RequestKey,
)

__all__ = [
    "AccountRole",
    "Attachment",
    "AuditEntry",
    "AuditHead",
    "DocumentCounter",
    "LoginAttempt",
    "LoginSession",
    "Notice",
    "RequestKey",
    "Role",
    "RoleGrant",
]
