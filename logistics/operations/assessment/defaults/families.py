"""The items of every post family (domain 2.26), 100 points each; those indoors stand beside."""

from __future__ import annotations

from logistics.operations.assessment.defaults.indoors import (
    CANTEEN,
    MAIL_DUTY,
    MAINTENANCE,
    MEETING,
)
from logistics.operations.assessment.defaults.parts import (
    Clause,
    Family,
    Item,
    checked,
    discipline,
    learning,
    on_time,
    satisfaction,
)

DRIVER = Family(
    "driver",
    "驾驶岗考核方案",
    (
        Item(
            "safety",
            "安全行车",
            "30",
            "deduct",
            (
                Clause("accident_main", "全部或主要责任事故", "18"),
                Clause("accident_equal", "同等责任事故", "9"),
                Clause("accident_minor", "次要责任事故", "4"),
                Clause("violation", "交通违法", "3"),
            ),
            source="事故台账、违法记录",
        ),
        Item(
            "dispatch",
            "派车纪律",
            "15",
            "deduct",
            (
                Clause("no_slip", "无派车单出车", "5"),
                Clause("refusal", "拒绝派遣", "10"),
                Clause("late", "出车迟到", "2"),
            ),
            source="派车单",
            tag="diligence",
        ),
        Item(
            "vehicle",
            "油耗车况",
            "20",
            "deduct",
            (
                Clause("over_standard", "油耗超定额5%以上，每超1%", "1"),
                Clause("missed_service", "未按期保养", "2"),
                Clause("dirty", "车容不洁", "1"),
            ),
            source="加油记录、车况检查",
        ),
        Item(
            "service",
            "服务",
            "20",
            "ratio",
            source="派车单评价",
            settings={"reckoning": "mean", "target": 5, "least_records": 5},
        ),
        Item(
            "logbook",
            "登记",
            "5",
            "deduct",
            (Clause("missing_log", "出车登记缺项", "1"),),
            source="出车登记",
        ),
        checked("checks", "学习查岗", "10"),
    ),
)
GUARD = Family(
    "guard",
    "保安岗考核方案",
    (
        discipline("在岗", "25"),
        on_time("patrols", "巡查", "25", "巡查记录"),
        Item(
            "handover",
            "登记交接",
            "15",
            "deduct",
            (
                Clause("no_note", "无交接记录", "5"),
                Clause("incomplete", "交接记录不全", "2"),
                Clause("badge", "来访证未收回", "1"),
            ),
            source="交接班记录、来访登记",
        ),
        Item(
            "parking",
            "停车秩序",
            "10",
            "deduct",
            (Clause("unhandled", "乱停乱放未处置", "1"),),
            source="停车巡查",
        ),
        Item(
            "incidents",
            "事件处置",
            "15",
            "deduct",
            (
                Clause("late_report", "突发事件报告不及时", "5"),
                Clause("mishandled", "突发事件处置不当", "10"),
                Clause("asleep", "值守时睡岗", "5"),
            ),
            source="事件记录",
        ),
        checked("checks", "学习查岗", "10"),
    ),
)
CLEANER = Family(
    "cleaner",
    "保洁岗考核方案",
    (
        on_time("rounds", "完成率", "40", "保洁记录表"),
        Item(
            "inspection",
            "检查",
            "30",
            "ratio",
            source="卫生检查评分表",
            settings={"reckoning": "mean"},
        ),
        Item(
            "complaints",
            "投诉",
            "10",
            "deduct",
            (Clause("complaint", "投诉属实", "2"),),
            source="投诉登记",
        ),
        discipline("纪律", "10"),
        learning(),
    ),
)
PURCHASE_STORE = Family(
    "purchase_store",
    "采购仓管岗考核方案",
    (
        on_time("in_plan", "计划内采购", "15", "采购申请单、物资计划", "purchases_in_plan"),
        Item(
            "quotes",
            "比价合规",
            "20",
            "deduct",
            (Clause("breach", "未按规定询价比价", "5"),),
            measure="quote_compliance",
            source="询（比）价记录单",
        ),
        on_time("need_by", "及时", "20", "收货单", "need_by_met"),
        Item(
            "stock",
            "账实相符",
            "20",
            "deduct",
            (Clause("difference", "盘点差异，每项", "2"),),
            measure="stock_accuracy",
            source="盘点表",
        ),
        Item(
            "saving",
            "节约",
            "10",
            "target",
            source="采购节约率",
            settings={"reckoning": "mean", "target": 5},
        ),
        satisfaction("5", "领用评价", loss="0.5"),
        learning(),
    ),
)
MANAGEMENT = Family(
    "management",
    "管理岗考核方案",
    (
        Item(
            "targets",
            "目标",
            "40",
            "target",
            source="目标责任书",
            settings={"reckoning": "share"},
        ),
        on_time("supervision", "督办", "15", "督办单"),
        Item(
            "cost",
            "成本偏差",
            "15",
            "target",
            source="预算执行表",
            settings={"reckoning": "mean", "direction": "lower", "loss": "1"},
        ),
        Item(
            "rules",
            "制度执行",
            "10",
            "deduct",
            (Clause("deviation", "未经批准偏离制度", "2"),),
            source="制度执行检查",
        ),
        satisfaction("10", "满意度测评"),
        learning(),
    ),
    bonus_base="3000",
)
FAMILIES = (
    DRIVER,
    GUARD,
    CLEANER,
    CANTEEN,
    MEETING,
    MAIL_DUTY,
    MAINTENANCE,
    PURCHASE_STORE,
    MANAGEMENT,
)
