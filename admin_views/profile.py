"""One's own account: who I am here, my sessions, my password, my language and theme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, flash, g, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from wtforms import SelectField

from admin_views import words
from admin_views.devices import device_name
from admin_views.login import blueprint, enter, set_preference
from logistics import passwords
from logistics.errors import InvalidRecord
from logistics.operations import accounts, sessions
from logistics.operations.sessions import TooManyAttempts
from logistics.queries import access, rights
from logistics.wording import Words, _
from models import Account


class PreferencesForm(FlaskForm):
    """Language and theme; empty follows the browser and the device."""

    language = SelectField(_("Language"), validate_choice=False)
    theme = SelectField(_("Theme"), validate_choice=False)


@blueprint.get("/profile")
def profile() -> Any:
    """Who I am here."""
    form = PreferencesForm()
    for name, unset in (
        ("language", _("As the browser asks")),
        ("theme", _("As the device is set")),
    ):
        labels = Account._meta.fields[name].labels
        options = [(code, words.words(label)) for code, label in labels.items()]
        form[name].choices = [("", words.words(unset)), *options]
        form[name].data = getattr(g.account, name) or ""
    return render_template(
        "system/profile.html",
        account=g.account,
        staff=g.visitor.person,
        roles=[words.translate(name) for name in rights.role_names(g.account.id)],
        sessions=access.sessions_of(g.account.id),
        present=g.visitor.session,
        device_name=device_name,
        limits=current_app.config["SESSION_LIMITS"],
        form=form,
        crumbs=[(words.words(_("My account")), None)],
    )


@blueprint.post("/profile/preferences")
def choose_preferences() -> Any:
    """Keep language and theme with the account and in this browser."""
    chosen = {name: request.form.get(name) or None for name in ("language", "theme")}
    accounts.choose_preferences(actor=g.actor, **chosen)
    answer = redirect(url_for("auth.profile"))
    for name, value in chosen.items():
        set_preference(answer, name, value)
    flash(words.words(_("Your preferences are kept.")), "ok")
    return answer


@blueprint.post("/profile/end-sessions")
def end_other_sessions() -> Any:
    """Log out everywhere but here."""
    count = sessions.end_other_sessions(session=g.visitor.session, actor=g.actor)
    flash(words.words(_("Other sessions ended: %(count)s", count=count)), "ok")
    return redirect(url_for("auth.profile"))


@blueprint.route("/password", methods=("GET", "POST"))
def password() -> Any:
    """Change one's own password."""
    if request.method != "POST":
        return _password_page({})
    try:
        opened = accounts.change_password(
            account_id=g.account.id,
            current=request.form.get("current", ""),
            new=request.form.get("new", ""),
            again=request.form.get("again", ""),
            address=request.remote_addr or "",
            device=request.user_agent.string,
            actor=g.actor,
        )
    except InvalidRecord as refusal:
        return _password_page(refusal.errors), 422
    except TooManyAttempts as refusal:
        return _password_page({"current": [refusal.words]}), 429
    enter(opened)
    flash(words.words(_("Your password is changed; all other sessions have ended.")), "ok")
    return redirect(url_for("home.index"))


def _password_page(errors: Mapping[str, Sequence[Words]]) -> str:
    return render_template(
        "password.html",
        errors=errors,
        forced=g.account.must_change_password,
        least=passwords.SHORTEST,
        crumbs=[
            (words.words(_("My account")), url_for("auth.profile")),
            (words.words(_("Change password")), None),
        ],
    )
