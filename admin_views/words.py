"""The faces' languages: which one a page speaks, its catalogues, and how values are written.

Catalogues are one pair of ``.po`` files an area under ``translations/``; they are read when a
language is first asked for, so that nothing has to be compiled and no compiled file can be stale.
"""

from __future__ import annotations

import datetime as dt
import io
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain
from markupsafe import Markup

from logistics.database import office_zone
from logistics.wording import Words, _

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文"}
HTML_LANG = {"en": "en", "zh_Hans": "zh-Hans", "zh_Hant": "zh-Hant"}
TRADITIONAL = ("hant", "tw", "hk", "mo")
DASH = "—"
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


class Catalogues(Domain):
    """The house's own message catalogues, merged from one file an area."""

    def get_translations(self) -> Translations:
        return catalogue(language())


@cache
def catalogue(code: str) -> Translations:
    """All messages of one language."""
    merged = Translations()
    for path in sorted((TRANSLATIONS / code).glob("*.po")):
        with path.open("rb") as source:
            messages = read_po(source, locale=code)
        binary = io.BytesIO()
        write_mo(binary, messages)
        binary.seek(0)
        merged.merge(Translations(binary))
    return merged


def init_app(app: Flask) -> None:
    """Give the app its languages and the templates their filters."""
    babel = Babel(app, default_locale="en", locale_selector=language)
    babel.domain_instance = Catalogues()
    # A page asks for a hundred messages: straight from the catalogue, not through flask-babel's
    # proxies, which forms and Flask-Admin still go by.
    app.jinja_env.install_gettext_callables(translate, translate_many, newstyle=True)  # type: ignore[attr-defined]  # of the extension i18n
    app.before_request(_forget)
    app.teardown_request(_forget)
    app.jinja_env.filters.update(
        words=words,
        money=money,
        qty=quantity,
        num=number,
        day=day,
        instant=instant,
        clock=clock,
        value=written,
    )


def language() -> str:
    """The page's language: the account's choice, else the visitor's, else the browser's."""
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if not request:
        return "en"
    return speak(_chosen() or _asked_for())


def speak(code: str) -> str:
    """Answer this request in a language; a page asks for it with each of its words."""
    _spoken.set(code)
    return code


def _forget(_error: BaseException | None = None) -> None:
    _spoken.set(None)


def _chosen() -> str | None:
    actor = getattr(g, "account", None)
    code = getattr(actor, "language", None) or request.cookies.get("language")
    return code if code in LANGUAGES else None


def _asked_for() -> str:
    for tag, _quality in request.accept_languages:
        parts = tag.lower().replace("_", "-").split("-")
        if parts[0] == "zh":
            return "zh_Hant" if any(part in TRADITIONAL for part in parts[1:]) else "zh_Hans"
        if parts[0] == "en":
            return "en"
    default = current_app.config["DEFAULT_LOCALE"]
    return default if default in LANGUAGES else "en"


def translate(message: str) -> str:
    """One message id in the page's language."""
    if not message:
        return ""
    code = language()
    return str(catalogue(code).gettext(message)) if code != "en" else message


def translate_many(singular: str, plural: str, count: int) -> str:
    """One message id with a number in it."""
    return str(catalogue(language()).ngettext(singular, plural, count))


def words(value: Any) -> str:
    """Words, or anything else that has a text, in the page's language."""
    if isinstance(value, Words):
        return value.filled(translate, written)
    if isinstance(value, Markup):
        return value
    return "" if value is None else str(value)


def written(value: Any) -> str:
    """Any value as people of this language write it."""
    if value is None or value == "":
        return DASH
    if isinstance(value, bool):
        return words(_("Yes") if value else _("No"))
    if isinstance(value, Words):
        return words(value)
    if isinstance(value, Markup):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, dt.time):
        return clock(value)
    return str(value)


def money(value: Decimal | None) -> str:
    """An amount with two places and grouped thousands, without the sign."""
    return DASH if value is None else f"{value:,.2f}"


def quantity(value: Decimal | None) -> str:
    """A quantity with no more places than it has."""
    if value is None:
        return DASH
    text = f"{value:,.3f}"
    return text.rstrip("0").rstrip(".")


def number(value: Decimal | int | None) -> str:
    """A number with grouped thousands, as many places as it carries."""
    return DASH if value is None else f"{value:,}"


def day(value: dt.date | None) -> str:
    """A date as tables write it, in every language the same."""
    return DASH if value is None else value.isoformat()


def month(value: dt.date) -> str:
    """A month, kept as its first day, as tables write it."""
    return f"{value:%Y-%m}"


def long_day(value: dt.date) -> str:
    """A date as sentences write it."""
    return str(flask_babel.format_date(value, "long"))


def instant(value: dt.datetime | None) -> str:
    """A moment on the office's clock, to the minute."""
    return DASH if value is None else f"{value.astimezone(office_zone()):%Y-%m-%d %H:%M}"


def clock(value: dt.time | None) -> str:
    """A time of day."""
    return DASH if value is None else f"{value:%H:%M}"
