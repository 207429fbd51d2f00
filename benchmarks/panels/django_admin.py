"""Django's admin: related rows joined, look-ups by autocomplete, its own log-in."""

from __future__ import annotations

import os
import sys

import django
from django.conf import settings

URL = os.environ["PEERS_URL"]


def database() -> dict[str, object]:
    """Its settings; the connection is kept between requests."""
    if URL.startswith("sqlite"):
        name = URL.removeprefix("sqlite:///")
        options = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=wal"}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "CONN_MAX_AGE": None,
                "OPTIONS": options}  # fmt: skip
    _scheme, _slashes, rest = URL.partition("://")
    user, _at, rest = rest.partition("@")
    name, _mark, host = rest.lstrip("/").partition("?host=")
    return {"ENGINE": "django.db.backends.postgresql", "NAME": name, "USER": user, "HOST": host,
            "CONN_MAX_AGE": None, "OPTIONS": {"options": "-csearch_path=peers"}}  # fmt: skip


APPS = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
settings.configure(
    SECRET_KEY="benchmark",  # noqa: S106
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[f"django.contrib.{name}" for name in APPS],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    DATABASES={"default": database()},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    STATIC_URL="/static/",
    LANGUAGE_CODE="zh-hans",
    USE_TZ=True,
    DATA_UPLOAD_MAX_NUMBER_FIELDS=None,
)
django.setup()

from django.contrib import admin  # noqa: E402 - after the settings
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from django.urls import path  # noqa: E402


def table(name: str) -> type:
    """The Meta of a model over a table that is there."""
    return type("Meta", (), {"app_label": "auth", "db_table": name, "managed": False})


class Named(models.Model):
    name = models.CharField(max_length=80)

    class Meta:
        abstract = True
        app_label = "auth"

    def __str__(self) -> str:
        return self.name


class Site(Named):
    Meta = table("site")


class Unit(Named):
    Meta = table("unit")


class Account(Named):
    Meta = table("account")


class Staff(Named):
    Meta = table("staff")


class Item(Named):
    code = models.CharField(max_length=20)
    Meta = table("item")


class Warehouse(Named):
    Meta = table("warehouse")


class StockMovement(models.Model):
    warehouse = models.ForeignKey(Warehouse, models.PROTECT)
    item = models.ForeignKey(Item, models.PROTECT)
    kind = models.CharField(max_length=24)
    quantity = models.BigIntegerField()
    value = models.BigIntegerField()
    moved_on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True)
    created_by = models.ForeignKey(Account, models.PROTECT)
    note = models.CharField(max_length=200)
    Meta = table("stock_movement")


class PurchaseRequest(models.Model):
    doc_no = models.CharField(max_length=24, null=True)  # noqa: DJ001
    purpose = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT)
    site = models.ForeignKey(Site, models.PROTECT)
    requester = models.ForeignKey(Staff, models.PROTECT)
    amount = models.BigIntegerField(null=True)
    status = models.CharField(max_length=24)
    Meta = table("purchase_request")


class MovementAdmin(admin.ModelAdmin):
    list_display = (
        "moved_on", "warehouse", "item_name", "kind", "quantity", "value", "unit", "created_by",
    )  # fmt: skip
    list_select_related = ("warehouse", "item", "unit", "created_by")
    ordering = ("-moved_on", "-id")
    search_fields = ("note", "item__name")
    list_per_page = 50

    @admin.display(ordering="item__name")
    def item_name(self, row):
        return row.item.name

    def lookup_allowed(self, *_args, **_options):
        return True


class PurchaseAdmin(admin.ModelAdmin):
    fields = ("purpose", "unit", "site", "requester", "amount", "status")
    autocomplete_fields = ("requester",)


class NamedAdmin(admin.ModelAdmin):
    search_fields = ("name",)


admin.site.register(StockMovement, MovementAdmin)
admin.site.register(PurchaseRequest, PurchaseAdmin)
admin.site.register([Staff, Item], NamedAdmin)
urlpatterns = [path("admin/", admin.site.urls)]
app = get_wsgi_application()

if __name__ == "__main__":
    # Its own tables and a session of an administrator, whose key is printed.
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", verbosity=0, stdout=sys.stderr)
    # A database that was kept has its administrator already.
    user = User.objects.filter(username="admin").first()
    if user is None:
        user = User.objects.create_superuser("admin", password="benchmark")  # noqa: S106
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.create()
    print(session.session_key)
