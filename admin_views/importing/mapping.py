"""Columns of a file by name, in any language of the house."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from admin_views import words
from logistics.database import Record
from logistics.queries.structure import column_at
from logistics.wording import _

CODE = re.compile(r"\[(\w+)\]\s*$")
UNIT = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
MESSAGES = _("Import messages")
"""The head of the column of messages in a file that is to be mended."""


def importable(model: type[Record]) -> list[str]:
    """The columns that a file may hold."""
    return [name for name in model._meta.sorted_field_names if name not in model.SECRET]


def heads(model: type[Record], names: Sequence[str]) -> list[str]:
    """What stands above the columns of an export: labels, told apart where two are alike.

    The column of another table is always told apart, so that no import takes it for one's own.
    """
    labels = [words.words(column_at(model, name).verbose_name or name) for name in names]
    return [
        f"{label} [{name}]" if labels.count(label) > 1 or "." in name else label
        for name, label in zip(names, labels, strict=True)
    ]


def map_head(model: type[Record], head: Sequence[str]) -> list[str]:
    """The column of each head: its name, ``""`` where none is meant or several could be.

    The language in which most heads are columns is the file's; others are asked for the rest.
    """
    spelled = [_spellings(model, code) for code in words.LANGUAGES]
    spelled.sort(key=lambda known: -sum(_plain(text) in known for text in head))
    mapped: list[str] = []
    for text in head:
        name = _name(model, spelled, text)
        mapped.append("" if name in mapped else name)
    return mapped


def is_messages(text: str) -> bool:
    """Whether a head is that of the messages, which are read by nobody."""
    return text in {str(MESSAGES), *(_told(code, str(MESSAGES)) for code in words.LANGUAGES)}


def unknown_heads(head: Sequence[str], mapped: Sequence[str]) -> list[str]:
    """The heads that name no column."""
    return [
        text
        for text, name in zip(head, mapped, strict=True)
        if text and not name and not is_messages(text)
    ]


def meanings(text: str) -> Iterable[str]:
    """The message ids that a text may be the translation of."""
    yield text
    for code in words.LANGUAGES:
        yield from _sources(code).get(text, ())


def _name(model: type[Record], spelled: Sequence[dict[str, set[str]]], text: str) -> str:
    code = CODE.search(text)
    exact = code[1] if code else text
    if exact in importable(model):
        return exact
    for plain in (_plain(text), _plain(UNIT.sub("", text))):
        for known in spelled:
            names = known.get(plain, set())
            if len(names) == 1:
                return next(iter(names))
    by_name = {_plain(name): name for name in importable(model)}
    return by_name.get(_plain(text), "")


@cache
def _spellings(model: type[Record], code: str) -> dict[str, set[str]]:
    """The labels of one language with the columns that they name."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in importable(model):
        label = str(model._meta.fields[name].verbose_name or name)
        found[_plain(_told(code, label))].add(name)
    return found


def _told(code: str, message: str) -> str:
    return message if code == "en" else str(words.catalogue(code).gettext(message))


@cache
def _sources(code: str) -> dict[str, tuple[str, ...]]:
    """Every translation of one language with the message ids that it stands for."""
    if code == "en":
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for message, text in words.catalogue(code)._catalog.items():
        if isinstance(message, str) and message and text:
            found[text] = (*found.get(text, ()), message)
    return found


def _plain(text: str) -> str:
    return " ".join(text.replace("\ufeff", "").replace("_", " ").split()).casefold()
