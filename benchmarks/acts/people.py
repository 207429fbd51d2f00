"""Who acts: people of one unit with their roles, in the house of ``benchmarks.filling``."""

from __future__ import annotations

from benchmarks import data
from logistics.operations.roles import appoint
from logistics.permissions import Actor, load_actor
from models import Account, Post, Staff, StaffPost

UNIT = 1
SITES = (1, 2)
ROLES = {
    # login: roles; each is one of the accounts of the house and a member of UNIT
    "keeper2": ("staff",),
    "keeper3": ("staff", "unit_head"),
    "keeper4": ("staff", "buyer"),
    "keeper5": ("staff", "deputy_director"),
    "keeper6": ("staff", "keeper"),
    "keeper7": ("staff", "assessor"),
}
REQUESTER, HEAD, KEEPER, ASSESSOR = "keeper2", "keeper3", "keeper6", "keeper7"


def appoint_people() -> None:
    """Give the accounts their persons, roles and the headship of the unit."""
    members = Staff.select().where(Staff.unit == UNIT).order_by(Staff.id).limit(len(ROLES))
    for person, (login, roles) in zip(members, ROLES.items(), strict=True):
        account = Account.get(Account.login == login)
        Staff.update(account=None).where(Staff.account == account).execute()
        Staff.update(account=account).where(Staff.id == person.id).execute()
        appoint(account=account, roles=roles)
    post = Post.create(code="HEAD", name="科长", family="management", site=SITES[0])
    StaffPost.create(staff=member(HEAD), post=post, heads_unit=UNIT, starts_on=data.FIRST_DAY)


def member(login: str) -> Staff:
    """The person behind a log-in."""
    found: Staff = (
        Staff.select().join(Account, on=Staff.account).where(Account.login == login).get()
    )
    return found


def actor(login: str) -> Actor:
    """Somebody who acts, with the rights that he has now."""
    return load_actor(Account.get(Account.login == login))
