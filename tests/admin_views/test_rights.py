"""The pages on which rights and roles are proposed and confirmed, and what a right opens."""

from __future__ import annotations

import re

import pytest

from logistics.permissions import load_actor, may_verb
from models import AccountRole, AuditEntry, LoginSession, Notice, Role, RoleGrant

MATRIX, PROPOSALS = "/admin/rights/matrix/", "/admin/rights/proposals/"


def text(answer):
    return answer.get_data(as_text=True)


def role_id(code):
    return Role.get(Role.code == code).id


def version(client, code):
    page = text(client.get(f"{MATRIX}?role={role_id(code)}"))
    return re.search(r'name="version" value="(\w+)"', page)[1]


def proposes(client, code, cells, **more):
    data = {"version": version(client, code), **cells, **more}
    return client.post(f"{MATRIX}?role={role_id(code)}", data=data)


# The matrix


def test_the_administrator_proposes_and_the_director_confirms(client, cast, login, app):
    login(client, "admin")
    assert proposes(client, "staff", {"table:staff:read": "own"}).status_code == 302
    grant = RoleGrant.get(RoleGrant.proposed_scope.is_null(False))
    assert (grant.scope, grant.proposed_scope) == ("all", "own")
    director = login(app.test_client(), "director")
    page = text(director.get(PROPOSALS))
    assert f'name="grant" value="{grant.id}:{grant.row_version}"' in page
    data = {"grant": f"{grant.id}:{grant.row_version}", "decision": "confirm"}
    assert director.post(PROPOSALS, data=data).status_code == 200
    assert RoleGrant.get_by_id(grant.id).scope == "own"
    assert Notice.select().where(Notice.account == cast.director_account).exists()


def test_the_cells_of_the_form_are_all_that_can_be_proposed(client, cast, login):
    login(client, "admin")
    for cell in ("table:sqlite_master:read", "verb:become_king:", "area:stock:own", "door:x:y"):
        assert proposes(client, "staff", {cell: "all"}).status_code == 422
    assert not RoleGrant.select().where(RoleGrant.proposed_scope.is_null(False)).exists()


def test_a_matrix_that_changed_meanwhile_is_shown_again_with_what_was_chosen(client, cast, login):
    login(client, "admin")
    old = version(client, "staff")
    proposes(client, "staff", {"verb:manage_accounts:": "all"})
    answer = proposes(client, "staff", {"table:staff:read": "own_site"}, version=old)
    assert answer.status_code == 409
    assert "changed these rights" in text(answer)
    select = re.search(r'name="table:staff:read".*?</select>', text(answer), re.DOTALL)[0]
    assert '<option value="own_site" selected>' in select
    assert RoleGrant.get(role=role_id("staff"), name="staff", action="read").proposed_scope is None


def test_the_tables_of_an_area_are_shown_when_asked_for(client, cast, login):
    login(client, "admin")
    address = f"{MATRIX}?role={role_id('acceptor')}"
    assert 'name="table:room:read"' not in text(client.get(address))
    assert 'name="table:room:read"' in text(client.get(f"{address}&area=organisation"))


@pytest.mark.parametrize("name", ["director", "auditor"])
def test_who_does_not_propose_reads_the_matrix_without_a_form(client, cast, login, name):
    login(client, name)
    page = client.get(MATRIX)
    assert page.status_code == 200
    assert 'name="area:stock:read"' not in text(page)
    answer = client.post(MATRIX, data={"area:stock:read": "all", "version": "x"})
    assert answer.status_code == 403
    assert not RoleGrant.select().where(RoleGrant.proposed_scope.is_null(False)).exists()


@pytest.mark.parametrize("address", [MATRIX, PROPOSALS])
def test_others_do_not_see_the_pages(client, cast, login, address):
    login(client, "keeper")
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403


@pytest.mark.parametrize("role", ["999999", "abc", "-1", "1%00", "9" * 30])
def test_a_role_that_is_not_there_is_not_found(client, cast, login, role):
    login(client, "admin")
    assert client.get(f"{MATRIX}?role={role}").status_code == 404


# The proposals


def test_the_administrator_cannot_confirm_his_own_proposal(client, cast, login):
    login(client, "admin")
    proposes(client, "sysadmin", {"verb:confirm_rights:": "all"})
    grant = RoleGrant.get(RoleGrant.proposed_scope.is_null(False))
    data = {"grant": f"{grant.id}:{grant.row_version}", "decision": "confirm"}
    assert client.post(PROPOSALS, data=data).status_code == 403
    assert not may_verb(load_actor(cast.admin_account), "confirm_rights")


def test_refusing_leaves_what_is_in_force(client, cast, login, app):
    login(client, "admin")
    proposes(client, "staff", {"table:staff:read": "none"})
    grant = RoleGrant.get(RoleGrant.proposed_scope.is_null(False))
    director = login(app.test_client(), "director")
    data = {"grant": f"{grant.id}:{grant.row_version}", "decision": "refuse"}
    assert "1 done, 0 refused" in text(director.post(PROPOSALS, data=data))
    assert RoleGrant.get_by_id(grant.id).scope == "all"


def test_an_outdated_page_confirms_nothing(client, cast, login, app):
    login(client, "admin")
    proposes(client, "staff", {"table:staff:read": "own"})
    grant = RoleGrant.get(RoleGrant.proposed_scope.is_null(False))
    proposes(client, "staff", {"table:staff:read": "none"})
    director = login(app.test_client(), "director")
    data = {"grant": f"{grant.id}:{grant.row_version}", "decision": "confirm"}
    assert "0 done, 1 refused" in text(director.post(PROPOSALS, data=data))
    assert RoleGrant.get_by_id(grant.id).scope == "all"


@pytest.mark.parametrize("value", ["abc", "1", "1:", ":1", "1:9999999999999", "9" * 40 + ":1", ""])
def test_what_is_no_row_is_left_out(client, cast, login, value):
    login(client, "director")
    data = {"grant": value, "held": value, "decision": "confirm"}
    assert client.post(PROPOSALS, data=data).status_code == 200


# Persons


def test_a_role_is_proposed_on_the_account_and_confirmed_on_the_proposals(client, cast, login, app):
    login(client, "admin")
    account = cast.guard_account
    address = f"/admin/account/propose-role/?id={account.id}"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"role": role_id("keeper")}).status_code == 302
    held = AccountRole.get(account=account, role=role_id("keeper"))
    assert "keeper" not in load_actor(account).roles
    director = login(app.test_client(), "director")
    director.post(PROPOSALS, data={"held": f"{held.id}:1", "decision": "confirm"})
    assert "keeper" in load_actor(account).roles


def test_a_forged_role_is_refused(client, cast, login):
    login(client, "admin")
    address = f"/admin/account/propose-role/?id={cast.guard_account.id}"
    for role in ("0", "999999", "abc", ""):
        assert client.post(address, data={"role": role}).status_code in (404, 409, 422)
    held = AccountRole.select().where(AccountRole.account == cast.guard_account)
    assert {row.role.code for row in held} == {"staff", "guard"}


def test_roles_are_decided_in_their_list_as_well(client, cast, login, app):
    login(client, "admin")
    held = AccountRole.get(account=cast.keeper_account, role=role_id("keeper"))
    assert client.post(f"/admin/account_role/withdraw/?id={held.id}").status_code == 302
    assert AccountRole.get_by_id(held.id).status == "withdrawing"
    auditor = login(app.test_client(), "auditor")
    assert auditor.post(f"/admin/account_role/confirm/?id={held.id}").status_code == 403


def test_a_new_password_is_shown_once_and_kept_nowhere(client, cast, login):
    login(client, "admin")
    address = f"/admin/account/reset-password/?id={cast.keeper_account.id}"
    answer = client.post(address)
    assert answer.status_code == 200
    password = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", text(answer))[0]
    assert answer.headers["Cache-Control"] == "no-store"
    with client.session_transaction() as held:
        assert password not in str(dict(held))
    assert password not in str([entry.__data__ for entry in AuditEntry.select()])


def test_disabling_takes_the_verb(client, cast, login):
    login(client, "director")
    address = f"/admin/account/disable/?id={cast.keeper_account.id}"
    assert client.post(address).status_code in (403, 404)
    assert cast.keeper_account.is_active


def test_owned_columns_of_an_account_cannot_be_forged(client, cast, login):
    """V8.2.3: a password hash, a flag or a role sent along with the form is ignored or refused."""
    login(client, "admin")
    account = cast.keeper_account
    data = {
        "row_version": account.row_version,
        "login": "keeper",
        "name": "Keeper Kang",
        "password_hash": "planted",
        "is_active": "",
        "must_change_password": "",
        "last_login_at": "2020-01-01T00:00",
        "id": "1",
    }
    client.post(f"/admin/account/edit/?id={account.id}", data=data)
    fresh = cast.keeper_account
    assert fresh.password_hash == account.password_hash
    assert fresh.is_active


def test_a_role_keeps_its_code(client, cast, login):
    """Approval steps name roles by code: whoever could swap codes could swap powers."""
    login(client, "admin")
    role = Role.get(Role.code == "staff")
    data = {"row_version": role.row_version, "code": "director2", "name": "Colleague"}
    assert client.post(f"/admin/role/edit/?id={role.id}", data=data).status_code == 302
    fresh = Role.get_by_id(role.id)
    assert (fresh.code, fresh.name) == ("staff", "Colleague")


def test_a_new_role_gets_a_code_of_its_own(client, cast, login):
    login(client, "admin")
    assert client.post("/admin/role/new/", data={"name": "Gardener"}).status_code == 302
    assert Role.get(Role.name == "Gardener").code.startswith("role-")


@pytest.mark.parametrize("column", ["password_hash", "token_hash"])
def test_secrets_are_neither_shown_nor_filtered_nor_exported(client, cast, login, column):
    """Django CVE-2018-16984, Flask-AppBuilder CVE-2022-31177."""
    login(client, "admin")
    table = "account" if column == "password_hash" else "login_session"
    hidden = cast.admin_account.password_hash
    session = LoginSession.select().first()
    for page in (f"/admin/{table}/", f"/admin/{table}/details/?id={session.id}"):
        answer = text(client.get(page))
        assert hidden not in answer
        assert session.token_hash not in answer
    assert client.get(f"/admin/{table}/?{column}__eq=x").status_code == 400
    assert client.get(f"/admin/{table}/?sort={column}").status_code == 400
    assert hidden not in text(client.get("/admin/account/export/json/"))


def test_the_menu_names_the_pages_to_whom_they_concern(client, cast, login, app):
    login(client, "director")
    assert PROPOSALS in text(client.get("/profile"))
    keeper = login(app.test_client(), "keeper")
    assert PROPOSALS not in text(keeper.get("/profile"))
