"""The words that the tables of the assessment choose from."""

from __future__ import annotations

from logistics.wording import _

PERIODS = {
    "quarter": _("Quarter"),
    "half": _("Half-year"),
    "year": _("Year"),
}
LEVELS = {
    "worker": _("Workers"),
    "management": _("Management"),
}
DIMENSIONS = {
    "work": _("Work of the post"),
    "virtue": _("Virtue"),
    "ability": _("Ability"),
    "integrity": _("Integrity"),
}
METHODS = {
    "deduct": _("Deduction"),
    "target": _("Target"),
    "ratio": _("Ratio"),
    "rating": _("Rating"),
    "ballot": _("Ballot"),
    "bonus": _("Bonus"),
    "veto": _("Veto"),
}
TAGS = {
    "diligence": _("Diligence"),
    "results": _("Results"),
    "virtue": _("Virtue"),
    "ability": _("Ability"),
    "integrity": _("Integrity"),
}
RECKONINGS = {
    "share": _("Achieved out of possible, in percent"),
    "mean": _("Mean of the records"),
    "sum": _("Sum of the records"),
}
DIRECTIONS = {
    "higher": _("Higher is better"),
    "lower": _("Lower is better"),
    "within": _("Near the target is best"),
}
ROUNDINGS = {
    "down": _("Always down"),
    "half_up": _("Half up"),
    "up": _("Always up"),
}
GRADES = {
    "excellent": _("Excellent"),
    "competent": _("Competent"),
    "basic": _("Basically competent"),
    "incompetent": _("Incompetent"),
    "no_grade": _("No grade"),
}
GRADE_TONES = {
    "excellent": "ok",
    "competent": "info",
    "basic": "warn",
    "incompetent": "bad",
    "no_grade": "neutral",
}
CAPS = {
    "competent": _("Not excellent"),
    "basic": _("At most basically competent"),
    "incompetent": _("Incompetent"),
    "no_grade": _("No grade"),
}
RATER_GROUPS = {
    "self": _("Self"),
    "peer": _("Peers"),
    "served": _("Served units"),
    "leader": _("Direct leader"),
    "ballot": _("Ballot"),
}
STANDINGS = {
    "graded": _("Graded"),
    "not_excellent": _("Not to be excellent"),
    "not_graded": _("Not graded"),
    "too_short": _("Served too short for a grade"),
}

POINTS = _("points")
DAYS = _("working days")
YUAN = _("yuan")
