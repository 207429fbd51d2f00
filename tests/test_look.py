"""What every page keeps to: nothing inline, nothing from elsewhere, words that can be read."""

from __future__ import annotations

import re
from pathlib import Path

import flask_bootstrap
import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted((ROOT / "static").glob("*.js"))
STYLES = (ROOT / "static" / "houqin.css").read_text(encoding="utf-8")
SPRITE = Path(flask_bootstrap.__file__).parent / "static/bootstrap5/icons/bootstrap-icons.svg"

INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.I
)
OTHER_HOST = re.compile(
    r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//""", re.I
)
SCRIPT_MADE = re.compile(r"""\beval\(|new Function\(|setAttribute\(\s*["']style""")
ICON = re.compile(r"""\bicon\(\s*["']([a-z0-9-]+)["']""")
TEXT, EDGE = 4.5, 3.0


def test_no_page_holds_style_or_script():
    """The policy forbids both; security.md 0.11 shows what an inline handler costs."""
    found = [
        f"{path.relative_to(ROOT)}: {match[0].strip()}"
        for path in TEMPLATES
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found


def test_nothing_is_loaded_from_another_host():
    found = [path.name for path in TEMPLATES if OTHER_HOST.search(path.read_text(encoding="utf-8"))]
    assert not found
    assert not OTHER_HOST.search(STYLES)


def test_scripts_stay_within_the_policy():
    found = [path.name for path in SCRIPTS if SCRIPT_MADE.search(path.read_text(encoding="utf-8"))]
    assert not found


def test_every_named_icon_exists():
    known = set(re.findall(r'id="([a-z0-9-]+)"', SPRITE.read_text(encoding="utf-8")))
    unknown = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in TEMPLATES
        for name in ICON.findall(path.read_text(encoding="utf-8"))
        if name not in known
    }
    assert not unknown


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_edges_can_be_read(theme):
    """WCAG AA: 4.5 to 1 for text, 3 to 1 for the edge of a control and the ring of focus."""
    colour = tokens(theme)
    grounds = ("canvas", "panel", "sunken", "side", "hover", "selected", "raised")
    pairs = [(ink, ground, TEXT) for ink in ("ink", "ink-2", "ink-3") for ground in grounds]
    pairs += [("accent-text", ground, TEXT) for ground in (*grounds, "accent-soft")]
    pairs += [("on-accent", "accent", TEXT), ("on-inverse", "inverse", TEXT)]
    tones = ("neutral", "info", "work", "ok", "warn", "bad")
    pairs += [(f"{tone}-fg", f"{tone}-bg", TEXT) for tone in tones]
    pairs += [("ink", f"{tone}-bg", TEXT) for tone in tones] + [("ink", "mark", TEXT)]
    pairs += [(edge, "panel", EDGE) for edge in ("control", "ring")]
    faint = [
        f"{front} on {back}: {contrast(colour[front], colour[back]):.2f}"
        for front, back, least in pairs
        if contrast(colour[front], colour[back]) < least
    ]
    assert not faint


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme by name."""
    start = STYLES.index(f'[data-bs-theme="{theme}"] {{')
    block = STYLES[start : STYLES.index("\n}", start)]
    return dict(re.findall(r"--hq-([a-z0-9-]+): (#[0-9a-f]{6});", block))


def contrast(front: str, back: str) -> float:
    """The ratio of two colours as WCAG reckons it."""
    lighter, darker = sorted((luminance(front), luminance(back)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
