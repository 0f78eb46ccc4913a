"""The playbooks of the guide to credentials: defaults for two collections, and an assumed role."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.guides import blocks
from helpers.known import DESCRIBE, LIST_PARTS, RECORDED_CALL, SUSPEND, UPDATE, truth
from moto.server import ThreadedMotoServer
from moto.sts.models import sts_backends
from standin.signature import Key

SHARED, ASSUMED = (block.text for block in blocks("credentials", "yaml"))


class AssumedKeys:
    """The keys that moto's Security Token Service has issued, and no others."""

    def __iter__(self) -> Iterator[Key]:
        for account in sts_backends.values():
            for backend in account.values():
                for role in backend.assumed_roles:
                    yield Key(role.access_key_id, role.secret_access_key, role.session_token)


@pytest.fixture
def guide(play, standin, monkeypatch, tmp_path):
    """Play a playbook of the guide, with a Security Token Service beside the stand-in."""
    sts = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    sts.start()
    for name in ("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL_CONNECT", standin.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_STS", "http://{}:{}".format(*sts.get_host_and_port()))

    def play_guide(text: str, *arguments: str) -> list[dict]:
        (tmp_path / "guide.yml").write_text(text)
        return play(str(tmp_path / "guide.yml"), *arguments)

    yield play_guide
    sts.stop()


def test_two_collections_share_their_defaults(guide, requests):
    assert guide(SHARED)[-1]["msg"] == "3 contacts in the queue Orders of account 123456789012"
    assert requests() == ["ListInstances", "SearchQueues", "GetCurrentUserData"]


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_a_role_is_assumed(guide, requests, standin, in_process):
    standin.keys = AssumedKeys()
    paused = guide(ASSUMED, "-e", f"contactops_in_process={in_process}")[-1]
    assert paused["changed"], paused
    assert truth(standin, RECORDED_CALL) == "suspended"
    assert requests() == ["ListInstances", LIST_PARTS, DESCRIBE, UPDATE, SUSPEND, UPDATE]
    assert {request["status"] for request in standin.requests} == {200}
