"""``table`` and ``worker`` on the command line: the same import, the same jobs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask

from logistics.operations.importing.files import csv_bytes
from logistics.operations.jobs import open_job
from models import Job, Supplier


@pytest.fixture
def run(app: Flask, cast):
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=[str(word) for word in words])


def written(folder: Path, *rows: list[str]) -> Path:
    file = folder / "rows.csv"
    file.write_bytes(b"".join(csv_bytes(rows[:1], rows[1:])))
    return file


def test_import_knows_columns_by_name_and_answers_in_json(run, tmp_path):
    file = written(tmp_path, ["代码", "名称"], ["S-1", "一"], ["S-2", ""])
    refused = run("table", "import", "supplier", file, "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["errors"] == [
        {"row": 2, "column": "name", "message": "Fill this in."}
    ]
    assert not Supplier.select().exists()
    file = written(tmp_path, ["Code", "name"], ["S-1", "One"])
    tried = run("table", "import", "supplier", file, "--dry-run", "--json")
    assert json.loads(tried.stdout)["created"] == 1
    assert not Supplier.select().exists()
    assert run("table", "import", "supplier", file).exit_code == 0
    again = run("table", "import", "supplier", file, "--upsert-by", "code", "--json")
    assert json.loads(again.stdout)["unchanged"] == 1


def test_a_column_that_there_is_not_is_named(run, tmp_path):
    refused = run("table", "import", "supplier", written(tmp_path, ["code", "grandmother"]))
    assert refused.exit_code == 1
    assert "grandmother" in refused.stderr


def test_worker_does_what_waits_and_ends(run, cast):
    row = Supplier.create(code="S-1", name="One")
    arguments = {"rows": [[row.id, 1]], "values": {"phone": "110"}}
    job = open_job("bulk_edit", table="supplier", actor=cast.admin, arguments=arguments)
    done = run("worker", "--once")
    assert done.exit_code == 0, done.output
    assert Job.get_by_id(job.id).status == "done"
    assert Supplier.get_by_id(row.id).phone == "110"
