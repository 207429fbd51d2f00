"""Amounts in capitals, as the accounting rules write them."""

from decimal import Decimal

import pytest

from admin_views.capitals import in_capitals


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("48600", "人民币肆万捌仟陆佰元整"),
        ("0", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角整"),
        ("10.05", "人民币壹拾元零伍分"),
        ("6050.30", "人民币陆仟零伍拾元叁角整"),
        ("100500", "人民币壹拾万零伍佰元整"),
        ("20100005.04", "人民币贰仟零壹拾万零伍元零肆分"),
        ("100000001", "人民币壹亿零壹元整"),
        ("1234567890.12", "人民币壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分"),
        ("-3.21", "人民币负叁元贰角壹分"),
    ],
)
def test_capitals(amount: str, told: str) -> None:
    assert in_capitals(Decimal(amount), "zh_Hans") == told


def test_traditional_capitals_have_their_own_characters() -> None:
    assert in_capitals(Decimal("26020000"), "zh_Hant") == "人民幣貳仟陸佰零貳萬元整"


def test_other_languages_have_no_such_custom() -> None:
    assert in_capitals(Decimal(1), "en") == ""
