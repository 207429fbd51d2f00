"""The rows of the benchmark: the same on every run and in every panel.

Names and notes are Chinese, as an office writes them. No chance is involved: each value follows
from the row's number, so that a page can be compared with what it must show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

SITES = ("管委会", "四水", "神骑")
UNITS = 40
STAFF = 2_000
ITEMS = 5_000
WAREHOUSES = 6
FIRST_DAY = dt.date(2021, 1, 1)
DAYS = 2_000
"""Movements are spread over these days, the last of them on the last one."""

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志红玉文"
GOODS = (
    "复印纸", "墨粉盒", "签字笔", "文件夹", "档案盒", "订书机", "计算器", "垃圾袋",
    "洗手液", "拖把", "毛巾", "纸杯", "茶叶", "灯管", "插线板", "电池",
    "硒鼓", "白板笔", "信封", "胶带", "雨伞", "手套", "消毒液", "抽纸", "水龙头",
)  # fmt: skip
KINDS_OF_GOODS = ("标准", "加厚", "经济", "环保", "进口", "蓝色", "红色", "大号")
COMMON, RARE = "领用", "阀门"
RARE_ROWS = 20
LOOKED_UP = "赵涛"
NOTES = ("部门领用", "季度盘点", "集中采购入库", "调拨到四水")
RARE_NOTE = "更换阀门一套"


class Movement(NamedTuple):
    """A row of stock_movement. Quantities in thousandths, amounts in fen."""

    warehouse: int
    item: int
    kind: str
    quantity: int
    value: int
    moved_on: dt.date
    unit: int | None
    created_by: int
    note: str


class Purchase(NamedTuple):
    """A row of purchase_request."""

    doc_no: str
    purpose: str
    unit: int
    site: int
    requester: int
    amount: int
    need_by: dt.date
    status: str


def item_name(number: int) -> str:
    """The name of item ``number`` (1 to ITEMS)."""
    return f"{GOODS[number % len(GOODS)]}{KINDS_OF_GOODS[number % 8]}{number:04}"


def staff_name(number: int) -> str:
    """The name of person ``number`` (1 to STAFF)."""
    return (
        SURNAMES[number % len(SURNAMES)]
        + GIVEN[number * 7 % len(GIVEN)]
        + GIVEN[number * 13 % len(GIVEN)]
    )


def item_of(movement: int) -> int:
    """The item of the movement that is ``movement``th in time, counted from 0."""
    return 1 + movement * 7919 % ITEMS


def movements(count: int) -> Iterator[Movement]:
    """``count`` movements, oldest first."""
    rare_every = max(1, count // RARE_ROWS)
    for n in range(count):
        incoming = n % 4 == 2
        amount = 1 + n * 31 % 50
        sign = 1 if incoming else -1
        yield Movement(
            warehouse=1 + n * 17 % WAREHOUSES,
            item=item_of(n),
            kind="purchase_in" if incoming else ("issue", "count_loss", "", "transfer_out")[n % 4],
            quantity=sign * amount * 1000,
            value=sign * amount * 350,
            moved_on=FIRST_DAY + dt.timedelta(days=n * DAYS // count),
            unit=1 + n * 13 % UNITS if n % 4 == 0 else None,
            created_by=1 + n % 10,
            note=RARE_NOTE if n % rare_every == rare_every // 2 else NOTES[n % 4],
        )


STATUSES = ("draft", "submitted", "approved", "ordered", "received", "closed")


def purchases(count: int) -> Iterator[Purchase]:
    """``count`` requests to buy, oldest first."""
    for n in range(count):
        yield Purchase(
            doc_no=f"PR-{2021 + n * 5 // count}-{n:06}",
            purpose=f"采购{GOODS[n % len(GOODS)]}供{SITES[n % 3]}使用",
            unit=1 + n * 13 % UNITS,
            site=1 + n % 3,
            requester=1 + n * 11 % STAFF,
            amount=10_000 + n * 977 % 900_000,
            need_by=FIRST_DAY + dt.timedelta(days=n * DAYS // count),
            status=STATUSES[n % len(STATUSES)],
        )
