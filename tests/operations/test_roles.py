"""Rights and roles: proposed by one, confirmed by another (decisions.md 26) (R83)."""

from __future__ import annotations

import pytest

from logistics import permissions
from logistics.errors import (
    Conflict,
    InvalidRecord,
    NotFound,
    NotPermitted,
    StaleRecord,
    WrongState,
)
from logistics.operations import rights, roles
from logistics.operations.outcomes import Seen, only
from logistics.operations.sessions import log_in
from logistics.permissions import SYSTEM, load_actor, may, may_verb, visible
from logistics.queries import access
from logistics.queries.rights import Right
from logistics.verbs import VERBS, default_rights
from models import (
    Account,
    AccountRole,
    AuditEntry,
    Item,
    LoginSession,
    Notice,
    Role,
    RoleGrant,
    Staff,
)
from tests.cast import PASSWORD
from tests.factories.system import give_role, make_account

READ_STOCK = Right("area", "stock", "read")
READ_ITEMS = Right("table", "item", "read")
READ_STAFF = Right("table", "staff", "read")


def role_id(code):
    return Role.get(Role.code == code).id


def propose(cast, code, scopes, actor=None):
    return rights.propose_rights(role_id=role_id(code), scopes=scopes, actor=actor or cast.admin)


def agree(cast, code, scopes):
    """Propose as the administrator, confirm as the director."""
    rows = propose(cast, code, scopes)
    outcomes = rights.confirm_rights(seen=[Seen(row.id) for row in rows], actor=cast.director)
    assert all(outcome.done for outcome in outcomes), outcomes


def propose_role(cast, login, code, actor):
    seen = [Seen(getattr(cast, f"{login}_account").id)]
    only(roles.propose_roles(seen=seen, role=role_id(code), actor=actor))
    return AccountRole.select().order_by(AccountRole.id.desc()).get()


def reload(cast, login):
    return load_actor(getattr(cast, f"{login}_account"))


# The rights of a role


def test_a_proposed_right_does_not_count_until_it_is_confirmed(cast):
    rows = propose(cast, "staff", {Right("verb", "manage_accounts"): "all"})
    assert not may_verb(reload(cast, "guard"), "manage_accounts")
    assert only(rights.confirm_rights(seen=[Seen(rows[0].id, 1)], actor=cast.director)).done
    assert may_verb(reload(cast, "guard"), "manage_accounts")
    entries = AuditEntry.select().where(AuditEntry.table == "role_grant")
    assert [entry.verb for entry in entries.order_by(AuditEntry.seq)] == [
        "propose_rights",
        "confirm_rights",
    ]


def test_a_refused_right_leaves_what_is_in_force(cast):
    rows = propose(cast, "staff", {READ_STAFF: "none"})
    assert only(rights.refuse_rights(seen=[Seen(rows[0].id)], actor=cast.director)).done
    grant = RoleGrant.get_by_id(rows[0].id)
    assert (grant.scope, grant.proposed_scope, grant.proposed_by) == ("all", None, None)


def test_proposing_what_is_in_force_takes_the_proposal_back(cast):
    propose(cast, "staff", {READ_STAFF: "none"})
    (row,) = propose(cast, "staff", {READ_STAFF: "all"})
    assert row.proposed_scope is None
    assert propose(cast, "staff", {READ_STAFF: "all"}) == []
    with pytest.raises(WrongState):
        only(rights.confirm_rights(seen=[Seen(row.id)], actor=cast.director))


def test_nobody_confirms_what_he_proposed_himself(cast):
    both = make_account(login="both")
    give_role(both, "sysadmin")
    give_role(both, "director")
    actor = load_actor(both)
    rows = propose(cast, "staff", {Right("verb", "manage_accounts"): "all"}, actor)
    with pytest.raises(NotPermitted, match="proposed himself"):
        only(rights.confirm_rights(seen=[Seen(rows[0].id)], actor=actor))


def test_the_administrator_cannot_confirm_and_the_director_cannot_propose(cast):
    rows = propose(cast, "sysadmin", {Right("verb", "confirm_rights"): "all"})
    with pytest.raises(NotPermitted):
        rights.confirm_rights(seen=[Seen(rows[0].id)], actor=cast.admin)
    with pytest.raises(NotPermitted):
        propose(cast, "director", {Right("verb", "manage_accounts"): "all"}, cast.director)


def test_what_is_confirmed_is_what_was_seen(cast):
    (row,) = propose(cast, "staff", {READ_STAFF: "own"})
    seen = Seen(row.id, row.row_version)
    propose(cast, "staff", {READ_STAFF: "none"})
    with pytest.raises(StaleRecord):
        only(rights.confirm_rights(seen=[seen], actor=cast.director))


@pytest.mark.parametrize(
    ("right", "scope"),
    [
        (Right("area", "treasure", "read"), "all"),
        (Right("table", "sqlite_master", "read"), "all"),
        (Right("verb", "do_anything"), "all"),
        (Right("verb", "confirm_rights", "read"), "all"),
        (Right("area", "stock", "own"), "all"),
        (Right("area", "stock", "read"), "everything"),
        (Right("area", "stock", "read"), "area"),
        (Right("door", "stock", "read"), "all"),
    ],
)
def test_a_right_that_the_house_does_not_have_is_refused(cast, right, scope):
    with pytest.raises(InvalidRecord):
        propose(cast, "staff", {right: scope})


def test_a_role_that_is_not_there_gets_no_rights(cast):
    with pytest.raises(NotFound):
        rights.propose_rights(role_id=10**6, scopes={READ_STOCK: "all"}, actor=cast.admin)


# What a right means


def test_an_exception_for_a_table_stands_over_its_area(cast):
    """In both directions: it may take away as well as give."""
    agree(cast, "staff", {READ_STOCK: "all"})
    assert may(reload(cast, "guard"), "read", Item)
    agree(cast, "staff", {READ_ITEMS: "none"})
    assert not may(reload(cast, "guard"), "read", Item)
    agree(cast, "staff", {READ_ITEMS: "area"})
    assert may(reload(cast, "guard"), "read", Item)


def test_an_exception_in_one_role_takes_nothing_from_another(cast):
    agree(cast, "staff", {READ_ITEMS: "none"})
    assert not may(reload(cast, "guard"), "read", Item)
    assert may(reload(cast, "discipline"), "read", Item)


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        ("all", {"staff", "staff2", "head"}),
        ("own_site", {"staff", "head"}),
        ("own_unit", {"staff", "head"}),
        ("own", {"staff"}),
        ("none", set()),
    ],
)
def test_a_scope_narrows_the_rows(cast, scope, sees):
    agree(cast, "staff", {READ_STAFF: scope})
    actor = reload(cast, "staff")
    rows = visible(actor, Staff.select(), Staff)
    logins = {row.account.login for row in rows}
    assert logins & {"staff", "staff2", "head"} == sees
    assert may(actor, "read", Staff, cast.staff_staff) == ("staff" in sees)
    assert may(actor, "read", Staff, cast.staff2_staff) == ("staff2" in sees)


def test_a_role_proposed_for_withdrawal_counts_until_that_is_confirmed(cast):
    held = AccountRole.get(account=cast.keeper_account, role=role_id("keeper"))
    roles.withdraw_roles(seen=[Seen(held.id)], actor=cast.admin)
    assert "keeper" in reload(cast, "keeper").roles
    assert only(roles.confirm_roles(seen=[Seen(held.id)], actor=cast.director)).done
    assert "keeper" not in reload(cast, "keeper").roles


# A person's roles


def test_a_role_counts_once_the_director_has_confirmed_it(cast):
    row = propose_role(cast, "guard", "keeper", cast.admin)
    assert "keeper" not in reload(cast, "guard").roles
    assert only(roles.confirm_roles(seen=[Seen(row.id, 1)], actor=cast.director)).done
    assert "keeper" in reload(cast, "guard").roles
    assert Notice.get(Notice.account == cast.guard_account).message.startswith("You now have")


def test_sessions_end_with_a_change_of_roles(cast):
    """security.md: revoke on password change, role change, deactivation."""
    opened = log_in(login="guard", password=PASSWORD, address="192.0.2.1", device="")
    row = propose_role(cast, "guard", "keeper", cast.admin)
    assert access.session_behind(opened.token)
    roles.confirm_roles(seen=[Seen(row.id)], actor=cast.director)
    assert access.session_behind(opened.token) is None
    assert LoginSession.get_by_id(opened.session.id).end_reason == "rights"


def test_nobody_confirms_a_role_of_his_own(cast):
    row = propose_role(cast, "director", "finance", cast.admin)
    with pytest.raises(NotPermitted, match="role of his own"):
        only(roles.confirm_roles(seen=[Seen(row.id)], actor=cast.director))


def test_nobody_confirms_a_role_that_he_proposed(cast):
    both = make_account(login="both")
    give_role(both, "sysadmin")
    give_role(both, "director")
    row = propose_role(cast, "guard", "keeper", load_actor(both))
    with pytest.raises(NotPermitted, match="proposed himself"):
        only(roles.confirm_roles(seen=[Seen(row.id)], actor=load_actor(both)))


def test_a_role_is_given_once(cast):
    with pytest.raises(Conflict):
        propose_role(cast, "keeper", "keeper", cast.admin)


def test_a_proposal_not_yet_confirmed_is_taken_back_at_once(cast):
    row = propose_role(cast, "guard", "keeper", cast.admin)
    assert only(roles.withdraw_roles(seen=[Seen(row.id)], actor=cast.admin)).done
    assert AccountRole.get_or_none(AccountRole.id == row.id) is None


def test_a_withdrawal_is_proposed_once_and_can_be_refused(cast):
    held = AccountRole.get(account=cast.keeper_account, role=role_id("keeper"))
    assert only(roles.withdraw_roles(seen=[Seen(held.id)], actor=cast.admin)).done
    with pytest.raises(WrongState):
        only(roles.withdraw_roles(seen=[Seen(held.id)], actor=cast.admin))
    assert only(roles.refuse_roles(seen=[Seen(held.id)], actor=cast.director)).done
    assert AccountRole.get_by_id(held.id).status == "confirmed"
    with pytest.raises(WrongState):
        only(roles.confirm_roles(seen=[Seen(held.id)], actor=cast.director))


def test_a_refused_role_is_gone(cast):
    row = propose_role(cast, "guard", "keeper", cast.admin)
    assert only(roles.refuse_roles(seen=[Seen(row.id)], actor=cast.director)).done
    assert AccountRole.get_or_none(AccountRole.id == row.id) is None


@pytest.mark.parametrize("operation", ["confirm_roles", "refuse_roles"])
def test_only_who_confirms_rights_decides_on_roles(cast, operation):
    held = AccountRole.get(account=cast.keeper_account, role=role_id("keeper"))
    with pytest.raises(NotPermitted):
        getattr(roles, operation)(seen=[Seen(held.id)], actor=cast.admin)


def test_the_operator_at_the_command_line_appoints_the_first_people(cast):
    account = make_account(login="first")
    roles.appoint(account=account, roles=["director", "staff"])
    roles.appoint(account=account, roles=["director"])
    assert load_actor(account).roles == {"director", "staff"}
    with pytest.raises(NotFound, match="no role “emperor”"):
        roles.appoint(account=account, roles=["emperor"])


# What a new house starts with


def test_seeding_again_brings_back_nothing_that_was_decided(cast):
    agree(cast, "staff", {READ_STAFF: "none"})
    Role.update(name="Colleague").where(Role.code == "staff").execute()
    before = RoleGrant.select().count()
    rights.seed_rights()
    assert RoleGrant.select().count() == before
    assert RoleGrant.get(role=role_id("staff"), kind="table", name="staff").scope == "none"
    assert Role.get(Role.code == "staff").name == "Colleague"


def test_a_right_of_a_new_release_arrives_with_the_next_seeding(cast):
    RoleGrant.delete().where(RoleGrant.name == "confirm_rights").execute()
    rights.seed_rights()
    assert may_verb(reload(cast, "director"), "confirm_rights")


def test_every_default_right_is_one_that_could_be_proposed(db):
    """A slip of the pen in the defaults would give or take a right without a word."""
    for (_role, kind, name, action), scope in default_rights().items():
        rights._check_right(Right(kind, name, action), scope)


def test_administrators_hold_no_verb_that_approves_issues_or_scores(cast):
    """decisions.md 26."""
    held = {verb for verb in VERBS if may_verb(cast.admin, verb)}
    decides = ("approve", "reject", "confirm", "decide", "issue", "score", "publish", "rate", "pay")
    assert not {verb for verb in held if verb.split("_")[0] in decides}


def test_the_house_itself_may_do_everything(db):
    assert may_verb(SYSTEM, "confirm_rights")
    assert may(SYSTEM, "delete", Account)


def test_a_verb_that_is_not_declared_is_a_mistake_of_ours(cast):
    with pytest.raises(KeyError):
        permissions.may_verb(cast.admin, "do_anything")
