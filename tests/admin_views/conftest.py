"""What tests of pages share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.client import Client


@pytest.fixture
def admin(client: Client, login: Callable[[Client, str], Client]) -> Client:
    """The administrator at the pages."""
    return login(client, "admin")
