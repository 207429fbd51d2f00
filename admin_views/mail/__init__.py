"""Mail: the pages of a round, the buttons of an item, and a unit's own mail."""

from admin_views.mail.items import ITEM_VERBS
from admin_views.mail.pages import blueprint
from admin_views.mail.rounds import DeliveryRoundView

MAIL_VERBS = ("sign_mail", "report_misdeliveries")

__all__ = ["ITEM_VERBS", "MAIL_VERBS", "DeliveryRoundView", "blueprint"]
