"""Page tests' way in: a test client that carries the form token of its session."""

from __future__ import annotations

import hashlib
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from logistics.auditing import transaction
from logistics.operations.sessions import open_session
from models import Account

UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
TOKEN_SEED = hashlib.sha1(b"a session of the tests", usedforsecurity=False).hexdigest()


class Client(FlaskClient):
    """Sends the token with whatever changes data; ``token=False`` leaves it out."""

    def open(self, *arguments: Any, token: bool = True, **options: Any) -> Any:
        if token and options.get("method") in UNSAFE:
            headers = dict(options.get("headers") or {})
            headers.setdefault("X-CSRFToken", self.token())
            options["headers"] = headers
        return super().open(*arguments, **options)

    def token(self) -> str:
        """A token that this client's session accepts."""
        with self.session_transaction() as session:
            seed = session.setdefault("csrf_token", TOKEN_SEED)
        signer = URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token")
        return str(signer.dumps(seed))

    def log_in(self, login: str) -> Client:
        """Enter as somebody, without the log-in page and the cost of a password."""
        with transaction():
            account = Account.get(Account.login == login)
            opened = open_session(account, address="127.0.0.1", device="Test")
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"] = opened.token
            session["_fresh"] = True
        return self
