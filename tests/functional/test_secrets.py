"""Keys, tokens and client_token are in no result, log, warning, diff or error, at any verbosity, in either runtime."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import urllib.request

import pytest
import yaml
from helpers import known
from helpers.known import CALL, COLLECTION, SUPERVISOR
from standin.faults import Fault, denied

RECORDING, MONITOR, INFO = (f"{COLLECTION}.{name}" for name in (known.RECORDING, known.MONITOR, known.INFO))
TOKEN = "token-of-the-supervisor-who-listens-4711"
WRONG = "wrong/secret/of/forty/characters/0000000"


@pytest.mark.parametrize("verbosity", ["-v", "-vvvvvv"])
@pytest.mark.parametrize("in_process", ["1", "0"])
def test_secrets_are_shown_nowhere(launch, standin, monkeypatch, tmp_path, in_process, verbosity):
    for name in standin.environment:
        if "KEY" in name:
            monkeypatch.delenv(name)
    key = standin.keys[1]
    secrets = {"key": key.secret_key, "session": key.session_token, "client": TOKEN, "wrong": WRONG}
    (tmp_path / "secrets.yml").write_text(yaml.safe_dump(secrets))
    go_on = {"ignore_errors": True}
    right = {"access_key": key.access_key, "secret_key": "{{ key }}", "session_token": "{{ session }}"}
    standin.faults.add(
        denied("UpdateContactAttributes", 1), Fault("MonitorContact", status=500, code="InternalServiceException")
    )
    record = {"contact_id": CALL, "state": "started", **right}
    listen = {"contact_id": CALL, "client_token": "{{ client }}", **right}
    tasks = [
        {RECORDING: record, "diff": True},
        {RECORDING: {**record, "contact_id": [CALL, "{{ key }}"]}, **go_on},
        {RECORDING: {**record, "secret_key": "{{ wrong }}"}, **go_on},
        {RECORDING: {**record, "nonsense": "{{ key }}"}, **go_on},
        {RECORDING: {**record, "state": "{{ session }}"}, **go_on},
        {RECORDING: {**record, "aws_config": {"nonsense": "{{ key }}"}}, **go_on},
        {MONITOR: {**listen, "user": SUPERVISOR}, **go_on},
        {MONITOR: {**listen, "user": "{{ session }}"}, **go_on},
        {INFO: {"queues": ["{{ key }}"], **right}, **go_on},
    ]
    log = tmp_path / "log"
    playing = launch(
        tasks,
        verbosity,
        "-e",
        f"@{tmp_path / 'secrets.yml'}",
        ANSIBLE_LOG_PATH=str(log),
        CONTACTOPS_IN_PROCESS=in_process,
    )
    output, errors = playing.communicate()
    with urllib.request.urlopen(f"{standin.url}/_standin/requests") as answer:
        kept = json.load(answer)
    assert {request["status"] for request in kept} >= {200, 403, 500}
    # If a task gave a secret as an ID or a name, it was sent as such.
    kept = [request for request in kept if request["parameters"].get("ContactId") in (None, CALL)]
    kept = [request for request in kept if not request["operation"].startswith(("Search", "List"))]
    everything = (output + errors).decode() + log.read_text() + json.dumps(kept)
    # The second is what a module's secrets become since ansible-core 2.22.
    assert "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER" in everything or "$REDACTED$" in everything
    for name, secret in secrets.items():
        assert secret not in everything, name
