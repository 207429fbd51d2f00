"""Every text of the house is there in 简体 and 繁體, in the field's words."""

from __future__ import annotations

import io
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("app.py", "logistics", "admin_views")
# Words that are the same in every language: names, units of measure, formats.
SAME_IN_EVERY_LANGUAGE = {
    "ID",
    "%",
    "m²",
    "SHA-256",
    "CSV",
    "XLSX",
    "JSON",
    "Ctrl K",
    "%(a)s – %(b)s",
}
# What machine conversion writes where the field writes otherwise (domain.md, Part 3).
MACHINE_MADE = ("考覈", "覈算", "複覈", "審覈", "核覈", "傢俱", "臺賬", "羣眾", "里程錶", "周採購")
# Simplified characters that a traditional text cannot hold.
SIMPLIFIED = set("采购审办员单岗额数领发资务报销类时间级标请当关过这还没对选择显总计误码删编辑页")


@cache
def messages() -> dict[str, str]:
    """Every message id of code and templates, with a place where it stands."""
    found: dict[str, str] = {}
    for path in _files():
        method = "jinja2.ext:babel_extract" if path.suffix == ".html" else "python"
        source = io.BytesIO(path.read_bytes())
        for line, message, _comments, _context in extract(method, source, keywords={"_": None}):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                found.setdefault(text, f"{path.relative_to(ROOT)}:{line}")
    return found


def _files() -> list[Path]:
    files = [ROOT / name for name in SOURCES if name.endswith(".py")]
    for name in SOURCES:
        files += sorted((ROOT / name).rglob("*.py"))
    return files + sorted((ROOT / "templates").rglob("*.html"))


@cache
def catalogue(language: str) -> dict[str, dict[str, str]]:
    """Message id to {file: translation}."""
    merged: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted((ROOT / "translations" / language).glob("*.po")):
        with path.open("rb") as source:
            for message in read_po(source, locale=language):
                if message.id and message.string and not message.fuzzy:
                    merged[str(message.id)][path.name] = str(message.string)
    return merged


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_every_text_is_translated(language):
    known = catalogue(language)
    missing = [
        f"{place}: {text}"
        for text, place in messages().items()
        if text not in known and text not in SAME_IN_EVERY_LANGUAGE
    ]
    assert not missing, f"{len(missing)} texts have no {language}:\n" + "\n".join(missing[:60])


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_no_translation_is_its_own_source(language):
    same = [
        text
        for text, by_file in catalogue(language).items()
        if text in by_file.values() and text not in SAME_IN_EVERY_LANGUAGE
    ]
    assert not same


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_one_text_has_one_translation(language):
    different = {
        text: by_file
        for text, by_file in catalogue(language).items()
        if len(set(by_file.values())) > 1
    }
    assert not different


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_a_translation_keeps_the_parameters_of_its_source(language):
    import re

    pattern = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
    broken = [
        (text, string)
        for text, by_file in catalogue(language).items()
        for string in by_file.values()
        if set(pattern.findall(text)) != set(pattern.findall(string))
    ]
    assert not broken


def test_traditional_texts_are_not_machine_made():
    wrong = [
        string
        for by_file in catalogue("zh_Hant").values()
        for string in by_file.values()
        if any(trap in string for trap in MACHINE_MADE) or SIMPLIFIED & set(string)
    ]
    assert not wrong
