"""Accounts and roles."""

from typing import Any

from models import Account, AccountRole, Role
from tests.factories import serial


def make_account(**overrides: Any) -> Account:
    number = serial()
    return Account.create(
        **{
            "login": f"person{number}",
            "name": f"Person {number}",
            "must_change_password": False,
            **overrides,
        }
    )


def give_role(account: Account, code: str, status: str = "confirmed") -> AccountRole:
    return AccountRole.create(account=account, role=Role.get(Role.code == code), status=status)
