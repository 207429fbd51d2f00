"""Mail: its verbs, and who may do what at first."""

from __future__ import annotations

from logistics.verbs.kinds import READ, READ_EXPORT, WRITE, Grant, Verb, areas, tables, verbs
from logistics.wording import _

VERBS: dict[str, Verb] = {
    "register_mail": Verb("mail", _("Register mail")),
    "distribute_newspapers": Verb("mail", _("Distribute newspapers")),
    "sort_mail": Verb("mail", _("Sort mail")),
    "deliver_mail": Verb("mail", _("Deliver mail")),
    "sign_mail": Verb("mail", _("Sign for mail")),
    "report_misdeliveries": Verb("mail", _("Report misdelivered mail")),
    "recover_mail": Verb("mail", _("Recover misdelivered mail")),
    "forward_mail": Verb("mail", _("Forward mail")),
    "return_mail": Verb("mail", _("Return mail to the post")),
    "finish_delivery_rounds": Verb("mail", _("Finish delivery rounds")),
}

GRANTS: list[Grant] = [
    *tables("staff", READ, "mail_item", "subscription_unit", scope="own_unit"),
    *tables("staff", READ, "delivery_round", "subscription"),
    *verbs("staff", "sign_mail", scope="own_unit"),
    *verbs("staff", "report_misdeliveries"),
    *areas("mail_clerk", (*READ_EXPORT, *WRITE, "import"), "mail"),
    *verbs("mail_clerk", "register_mail", "distribute_newspapers", "sort_mail", "deliver_mail"),
    *verbs("mail_clerk", "recover_mail", "forward_mail", "return_mail", "finish_delivery_rounds"),
]
