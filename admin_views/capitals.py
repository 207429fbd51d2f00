"""Amounts in capitals (人民币大写), which Chinese documents repeat so that no digit is altered."""

from __future__ import annotations

from decimal import Decimal

DIGITS = {"zh_Hans": "零壹贰叁肆伍陆柒捌玖", "zh_Hant": "零壹貳叁肆伍陸柒捌玖"}
PLACES = ("", "拾", "佰", "仟")
GROUPS = {"zh_Hans": ("", "万", "亿", "万亿"), "zh_Hant": ("", "萬", "億", "萬億")}
YUAN = {"zh_Hans": "人民币", "zh_Hant": "人民幣"}
WHOLE = "整"


def in_capitals(amount: Decimal, language: str) -> str:
    """``人民币肆万捌仟陆佰元整`` for 48600.00; empty in languages without the custom.

    One 零 stands for any run of zeros within the whole yuan and before the fen; an amount without
    fen ends in 整.
    """
    if language not in DIGITS:
        return ""
    fen_in_all = int((abs(amount) * 100).to_integral_value())
    yuan, fen = divmod(fen_in_all, 100)
    sign = "负" if language == "zh_Hans" else "負"
    text = YUAN[language] + (sign if amount < 0 else "")
    if yuan or not fen:
        text += _whole(yuan, language) + "元"
    return text + _part(fen, language, after_yuan=bool(yuan))


def _whole(yuan: int, language: str) -> str:
    digits = DIGITS[language]
    if not yuan:
        return digits[0]
    groups: list[int] = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    text = ""
    for place in reversed(range(len(groups))):
        group = groups[place]
        if not group:
            continue
        if text and group < 1_000:
            text += digits[0]
        text += _group(group, digits) + GROUPS[language][place]
    return text


def _group(group: int, digits: str) -> str:
    """Up to four digits: 6050 is 陆仟零伍拾."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(text)
            continue
        text += (digits[0] if gap else "") + digits[digit] + PLACES[place]
        gap = False
    return text


def _part(fen: int, language: str, *, after_yuan: bool) -> str:
    digits = DIGITS[language]
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return WHOLE
    text = digits[jiao] + "角" if jiao else (digits[0] if after_yuan else "")
    return text + (digits[fen] + "分" if fen else WHOLE)
