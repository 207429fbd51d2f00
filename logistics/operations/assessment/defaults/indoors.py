"""The items of the families indoors: canteen, meetings, mail and duty, repairs."""

from __future__ import annotations

from logistics.operations.assessment.defaults.parts import (
    Clause,
    Family,
    Item,
    discipline,
    learning,
    on_time,
    satisfaction,
)

CANTEEN = Family(
    "canteen",
    "食堂岗考核方案",
    (
        Item(
            "food_safety",
            "食品安全",
            "30",
            "deduct",
            (
                Clause("sample_missing", "食品留样缺失", "1"),
                Clause("disinfection_missing", "消毒记录缺失", "2"),
                Clause("certificate_expired", "健康证过期", "5"),
            ),
            measure="food_safety",
            source="留样、消毒、健康证台账",
        ),
        satisfaction("25", "就餐评价", "1", "service_satisfaction", 1),
        Item(
            "cost",
            "成本",
            "15",
            "target",
            measure="canteen_cost",
            source="食堂收支表",
            settings={"reckoning": "mean", "direction": "within", "tolerance": 2, "loss": "2"},
        ),
        Item(
            "saving",
            "节约",
            "10",
            "target",
            measure="canteen_waste",
            source="餐余称重",
            settings={"reckoning": "mean", "target": 40, "direction": "lower"},
        ),
        Item(
            "hygiene",
            "卫生",
            "10",
            "ratio",
            source="卫生检查评分表",
            settings={"reckoning": "mean"},
        ),
        learning(),
    ),
)
MEETING = Family(
    "meeting",
    "会务岗考核方案",
    (
        on_time("preparation", "准备", "30", "会务检查单", "meeting_preparation"),
        Item(
            "errors",
            "差错",
            "20",
            "deduct",
            (
                Clause("late_start", "准备不及时致会议延误", "5"),
                Clause("equipment", "会场设备故障", "5"),
            ),
            measure="meeting_errors",
            source="会务记录",
        ),
        satisfaction("25", "会务评价", measure="meeting_satisfaction"),
        Item(
            "records",
            "登记",
            "5",
            "deduct",
            (Clause("missing_record", "会务登记缺项", "1"),),
            source="会务登记",
        ),
        discipline("纪律", "10"),
        learning(),
    ),
)
MAIL_DUTY = Family(
    "mail_duty",
    "收发值班岗考核方案",
    (
        Item(
            "accuracy",
            "准确",
            "35",
            "deduct",
            (Clause("misdelivered", "错发信件、报刊", "2"),),
            measure="mail_accuracy",
            source="收发登记",
        ),
        on_time("punctuality", "及时", "20", "收发登记", "mail_punctuality"),
        Item(
            "duty",
            "值班",
            "25",
            "deduct",
            (
                Clause("late_handover", "交接班迟到", "2"),
                Clause("phone_missed", "电话抽查无人接听", "2"),
                Clause("off_post", "值班脱岗", "5"),
            ),
            measure="duty_keeping",
            tag="diligence",
            source="交接班记录、电话抽查",
        ),
        Item(
            "records",
            "登记",
            "10",
            "deduct",
            (Clause("missing_record", "登记缺项", "1"),),
            source="收发登记、值班日志",
        ),
        learning(),
    ),
)
MAINTENANCE = Family(
    "maintenance",
    "维修岗考核方案",
    (
        on_time("response", "响应", "25", "报修单", "ticket_response"),
        on_time("completion", "完成", "25", "报修单", "ticket_resolution"),
        on_time("first_time", "一次修复", "15", "报修单、维修单", "repair_first_fix"),
        satisfaction("15", "报修评价", measure="ticket_satisfaction"),
        Item(
            "safety",
            "安全",
            "10",
            "deduct",
            (Clause("unsafe", "违反安全操作规程", "5"),),
            measure="repair_safety",
            source="维修单、安全检查",
        ),
        learning(),
    ),
)
