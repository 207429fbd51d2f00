"""Accounts: making them, their passwords, closing and opening them, their preferences."""

from __future__ import annotations

from collections.abc import Sequence

from logistics import passwords
from logistics.auditing import transaction
from logistics.database import now
from logistics.errors import InvalidRecord, NotPermitted, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import create_record
from logistics.operations.sessions import LogInRefused, Opened, end_sessions, open_session, prove
from logistics.operations.transitions import change, load
from logistics.permissions import Actor, load_actor, may_verb, require_verb
from logistics.tables.base import LANGUAGES, THEMES, Account
from logistics.wording import Words, _

NOT_THE_PRESENT_ONE = _("This is not your present password.")
NOT_THE_SAME = _("The two new passwords differ.")
SAME_AS_BEFORE = _("Choose a password other than the present one.")
NOT_A_CHOICE = _("Choose one from the list.")


def create_account(
    *, login: str, name: str, actor: Actor, language: str | None = None
) -> tuple[Account, str]:
    """A new account and the one-time password that its owner must change."""
    require_verb(actor, "manage_accounts")
    password = passwords.one_time_password()
    with transaction():
        account = create_record(
            Account, {"login": login, "name": name, "language": language}, actor=actor
        )
        _give_password(account, password, actor, "reset_passwords", must_change=True)
    return account, password


def change_password(
    *, account_id: int, current: str, new: str, again: str, address: str, device: str, actor: Actor
) -> Opened:
    """Change the actor's own password; ends all his sessions and opens a new one.

    Raises InvalidRecord by field (current, new, again), and TooManyAttempts when the present
    password has been guessed at: a borrowed session must not become the account.
    """
    account = Account.get_by_id(account_id)
    try:
        prove(account, account.login, current, address)
    except LogInRefused as refusal:
        raise InvalidRecord({"current": [NOT_THE_PRESENT_ONE]}) from refusal
    weak = passwords.weaknesses(new, known=(account.login, account.name))
    if weak:
        raise InvalidRecord({"new": weak})
    if passwords.matches(account.password_hash, new):
        raise InvalidRecord({"new": [SAME_AS_BEFORE]})
    if new != again:
        raise InvalidRecord({"again": [NOT_THE_SAME]})
    with transaction():
        _give_password(account, new, actor, "change_password", must_change=False)
        return open_session(account, address=address, device=device)


def set_password(*, account: Account, password: str, actor: Actor) -> None:
    """Give an account a password that need not be changed; the house itself only.

    For the accounts of the demonstration, whose password stands in the environment.
    """
    if not actor.unlimited:
        raise NotPermitted(_("People choose their passwords themselves."))
    with transaction():
        _give_password(account, password, actor, "change_password", must_change=False)


def reset_passwords(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give each account a one-time password and end its sessions.

    Each outcome's words hold the new password: it is shown once and kept nowhere. Whoever confirms
    rights gets a new password only from his like or at the command line; an administrator could
    otherwise confirm rights for himself in that name.
    """
    require_verb(actor, "manage_accounts")
    given: dict[int, str] = {}

    def reset(row: Seen) -> Account:
        account = load(Account, row)
        _guard_confirmers(account, actor)
        given[account.id] = passwords.one_time_password()
        _give_password(account, given[account.id], actor, "reset_passwords", must_change=True)
        return account

    outcomes = each(seen, reset, done=_("New password given."), model=Account)
    return [
        Outcome(
            outcome.id,
            outcome.label,
            _("One-time password: %(password)s", password=given[outcome.id]),
        )
        if outcome.done
        else outcome
        for outcome in outcomes
    ]


def disable_accounts(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Nobody can log in with the accounts any more; their sessions end at once."""
    require_verb(actor, "manage_accounts")

    def disable(row: Seen) -> Account:
        account = load(Account, row)
        if account.id == actor.account_id:
            raise NotPermitted(_("Nobody disables his own account."))
        if not account.is_active:
            raise WrongState(_("%(account)s is disabled already.", account=str(account)))
        change(account, {"is_active": False}, actor=actor, verb="disable_accounts")
        end_sessions(account_id=account.id, reason="disabled", actor=actor)
        return account

    return each(seen, disable, done=_("Disabled."), model=Account)


def enable_accounts(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Let the accounts log in again with the password that they have."""
    require_verb(actor, "manage_accounts")

    def enable(row: Seen) -> Account:
        account = load(Account, row)
        if account.is_active:
            raise WrongState(_("%(account)s is active already.", account=str(account)))
        return change(account, {"is_active": True}, actor=actor, verb="enable_accounts")

    return each(seen, enable, done=_("Enabled."), model=Account)


def end_account_sessions(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Log the accounts' owners out everywhere."""
    require_verb(actor, "manage_accounts")

    def end(row: Seen) -> Account:
        account = load(Account, row)
        end_sessions(account_id=account.id, reason="ended", actor=actor)
        return account

    return each(seen, end, done=_("Logged out everywhere."), model=Account)


def choose_preferences(*, actor: Actor, **chosen: str | None) -> None:
    """Set the actor's own ``language`` and ``theme``; None follows the browser and the device."""
    allowed: dict[str, dict[str, Words]] = {"language": LANGUAGES, "theme": THEMES}
    for name, code in chosen.items():
        if code is not None and code not in allowed[name]:
            raise InvalidRecord({name: [NOT_A_CHOICE]})
    account = Account.get_by_id(actor.account_id)
    changes = {name: code for name, code in chosen.items() if getattr(account, name) != code}
    if changes:
        with transaction():
            change(account, changes, actor=actor, verb="choose_preferences")


def _give_password(
    account: Account, password: str, actor: Actor, verb: str, *, must_change: bool
) -> None:
    changes = {
        "password_hash": passwords.hashed(password),
        "must_change_password": must_change,
        "password_changed_at": now(),
    }
    change(account, changes, actor=actor, verb=verb)
    end_sessions(account_id=account.id, reason="password", actor=actor)


def _guard_confirmers(account: Account, actor: Actor) -> None:
    if not may_verb(load_actor(account), "confirm_rights") or may_verb(actor, "confirm_rights"):
        return
    raise NotPermitted(
        _(
            "%(account)s confirms rights. Another person who confirms rights, or the operator at "
            "the command line, gives the new password.",
            account=str(account),
        )
    )
