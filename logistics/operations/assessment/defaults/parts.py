"""What the default schemes are put together from, and what they have in common.

The names are data of a Chinese office, in Simplified script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Clause:
    """One kind of event: code, name, points each; for a veto the best grade left."""

    code: str
    name: str
    points: str = "0"
    caps_at: str | None = None


@dataclass(frozen=True)
class Item:
    """One item: code, name, full score, method, and whichever settings differ from the usual."""

    code: str
    name: str
    full: str
    method: str
    clauses: tuple[Clause, ...] = ()
    measure: str = ""
    source: str = ""
    tag: str = "results"
    settings: Mapping[str, Any] = field(default_factory=dict)

    @property
    def silence_is_full(self) -> bool:
        """Breaches that people enter as they happen: nothing entered means nothing happened."""
        return self.method == "deduct" and not self.measure


@dataclass(frozen=True)
class Family:
    """The scheme of one post family; its items make 100 points."""

    code: str
    name: str
    items: tuple[Item, ...]
    bonus_base: str = "2600"


WORKER_WEIGHTS = (
    ("work", "岗位工作（勤、绩）", "65"),
    ("virtue", "德", "10"),
    ("ability", "能", "15"),
    ("integrity", "廉", "10"),
)
MANAGEMENT_WEIGHTS = (
    ("work", "岗位工作（勤、绩）", "55"),
    ("virtue", "德", "15"),
    ("ability", "能", "15"),
    ("integrity", "廉", "15"),
)
RATED = {
    "virtue": Item("virtue", "德：政治思想、职业道德", "100", "rating", tag="virtue"),
    "ability": Item("ability", "能：业务能力、协作", "100", "rating", tag="ability"),
    "integrity": Item("integrity", "廉：廉洁自律", "100", "rating", tag="integrity"),
}
BONUS = Item(
    "bonus",
    "加分项",
    "10",
    "bonus",
    (
        Clause("suggestion", "合理化建议被采纳", "1"),
        Clause("suggestion_major", "合理化建议被采纳，成效明显", "3"),
        Clause("commendation", "受到通报表扬", "2"),
        Clause("commendation_major", "受到上级通报表扬", "5"),
    ),
    measure="merits",
    source="建议台账、奖惩审批表",
)
VETO = Item(
    "veto",
    "一票否决",
    "0",
    "veto",
    (
        Clause("accident", "负主要以上责任或有人员伤亡的交通事故", caps_at="incompetent"),
        Clause("food_poisoning", "食物中毒责任事故", caps_at="incompetent"),
        Clause("fire_theft", "失职引起火灾、被盗", caps_at="basic"),
        Clause("leak", "机要文件失密泄密", caps_at="incompetent"),
        Clause("bribery", "受贿或与供应商私下交易", caps_at="incompetent"),
        Clause("falsified", "弄虚作假、伪造记录", caps_at="basic"),
        Clause("training_missing", "未完成规定学时", caps_at="competent"),
        Clause("warning", "受警告处分", caps_at="competent"),
        Clause("demerit", "受记过以上处分", caps_at="no_grade"),
    ),
    measure="discipline",
    source="事故认定、处分决定",
)

PRESENCE_CLAUSES = (
    Clause("late", "迟到", "2"),
    Clause("early", "早退", "2"),
    Clause("off_post", "脱岗", "3"),
    Clause("empty_post", "空岗", "5"),
)


def checked(code: str, name: str, full: str) -> Item:
    """Attitude, service and dress at post checks, of all the marks that there are to get."""
    return Item(
        code, name, full, "ratio", measure="post_conduct", tag="diligence", source="查岗记录表"
    )


def discipline(name: str, full: str) -> Item:
    """Presence at post checks, by deduction."""
    return Item(
        "presence",
        name,
        full,
        "deduct",
        PRESENCE_CLAUSES,
        measure="post_presence",
        tag="diligence",
        source="查岗记录表",
    )


def learning(full: str = "10") -> Item:
    """Hours attended of the hours required."""
    return Item(
        "learning",
        "学习",
        full,
        "ratio",
        measure="learning_hours",
        tag="diligence",
        source="培训签到表",
    )


def on_time(code: str, name: str, full: str, source: str, measure: str = "") -> Item:
    """What was done as it should be, of all that was due."""
    return Item(code, name, full, "ratio", source=source, measure=measure)


def satisfaction(
    full: str, source: str, loss: str = "1", measure: str = "", least_records: int = 5
) -> Item:
    """Full at 90 percent, then points for each percent below; shown from five answers on.

    A survey is one record and itself says nothing with fewer than five answers.
    """
    settings = {"target": 90, "loss": loss, "least_records": least_records}
    return Item(
        "satisfaction", "满意", full, "target", source=source, measure=measure, settings=settings
    )
