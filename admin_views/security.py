"""What every answer carries, and what no request may be: headers, cookies, sizes, hosts, CSRF."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from admin_views import current
from logistics.operations.sessions import Limits

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STRICT_TRANSPORT = "max-age=31536000; includeSubDomains"
# Werkzeug compares names and IPv4 addresses only.
OWN_NAMES = ("127.0.0.1", "localhost")
LOOPBACK = (*OWN_NAMES, "::1")
LARGEST_REQUEST = 2 * 1024 * 1024
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Settings that the environment or the caller may override, and the hooks."""
    for name, value in defaults(app).items():
        if app.config.get(name) is None:
            app.config[name] = value
    https = app.config["HTTPS"]
    app.config.update(
        # The prefix makes browsers refuse the cookie from any other host or path, or without TLS.
        SESSION_COOKIE_NAME="__Host-houqin" if https else "houqin",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=app.config["SESSION_LIMITS"].lifetime,
        WTF_CSRF_TIME_LIMIT=int(app.config["SESSION_LIMITS"].lifetime.total_seconds()),
        # Checked by ``auth`` once it is known who asks, so that the page shown can say so.
        WTF_CSRF_CHECK_DEFAULT=False,
        PREFERRED_URL_SCHEME="https" if https else "http",
    )
    if not app.config.get("SECRET_KEY"):
        app.config["SECRET_KEY"] = kept_secret_key(app)
    hops = app.config["PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    csrf.init_app(app)
    app.register_error_handler(SecurityError, strange_host)
    app.before_request(limit_size)
    app.after_request(guard)


def defaults(app: Flask) -> dict[str, Any]:
    """The settings as the environment has them."""
    environ = os.environ
    given = environ.get("HOUQIN_TRUSTED_HOSTS")
    own = OWN_NAMES if app.config.get("HOST", OWN_NAMES[0]) in OWN_NAMES else None
    return {
        "HTTPS": environ.get("HOUQIN_HTTPS") == "1",
        "PROXIES": int(environ.get("HOUQIN_PROXIES", "0")),
        "TRUSTED_HOSTS": given.split(",") if given else own,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "SESSION_LIMITS": Limits(
            idle=timedelta(minutes=int(environ.get("HOUQIN_IDLE_MINUTES", "30"))),
            lifetime=timedelta(hours=int(environ.get("HOUQIN_SESSION_HOURS", "12"))),
            proof=timedelta(minutes=int(environ.get("HOUQIN_PROOF_MINUTES", "15"))),
        ),
    }


def kept_secret_key(app: Flask) -> str:
    """The key that signs cookies, made once and kept in ``instance/``.

    Raises RuntimeError when the house serves others than this machine: several hosts need one key,
    so that it has to be given.
    """
    if app.config.get("HOST", LOOPBACK[0]) not in LOOPBACK:
        raise RuntimeError("HOUQIN_SECRET_KEY is needed to serve on anything but loopback")
    path = Path(app.instance_path) / "secret_key"
    path.parent.mkdir(parents=True, exist_ok=True)
    mine = path.with_name(f"secret_key.{os.getpid()}")
    mine.touch(mode=0o600)
    mine.write_text(secrets.token_hex(32))
    with suppress(FileExistsError):
        # A link appears whole or not at all: of two servers that start at once both read one key.
        os.link(mine, path)
    mine.unlink()
    return path.read_text()


def limit_size() -> None:
    """Only a view that takes files may be sent as much as a file needs."""
    largest = current.view_mark("largest_request")
    if largest is not None:
        request.max_content_length = largest


def guard(response: Response) -> Response:
    """Put the headers on every answer: pages, redirects, refusals, faults and files."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.is_secure or current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = STRICT_TRANSPORT
    if not current.is_plain_file() and not (
        current.view_mark("is_public") and "Cache-Control" in response.headers
    ):
        response.headers["Cache-Control"] = "no-store"
    return response


def strange_host(error: SecurityError) -> Any:
    """Asked under a name that is not ours: no page can be made, since no address can."""
    return Response("This host name is not served here.\n", 400, mimetype="text/plain")
