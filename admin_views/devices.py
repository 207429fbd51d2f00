"""What a browser calls itself, made readable."""

from __future__ import annotations

# More exact names first: most browsers also claim to be Chrome, and all to be Safari.
BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("QQBrowser", "QQ Browser"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """``Chrome · Windows``, or what the browser said where nothing in it is known."""
    known = [
        next((name for mark, name in names if mark in user_agent), None)
        for names in (BROWSERS, SYSTEMS)
    ]
    return " · ".join(name for name in known if name) or user_agent
