"""The control paths: what a test, the demo or a curious person can ask of the stand-in itself, unsigned."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import re

from .answers import Answer, error
from .faults import Faults
from .page import page

CONTROL = "/_standin/"

# Any website's page can send requests to 127.0.0.1, and a website's name can lead there. It cannot have these names.
OWN_HOST = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?")


def is_control(path: str) -> bool:
    """Whether a request is for the page or the control paths."""
    return path.startswith(CONTROL) or path.partition("?")[0] == "/"


def answer_control(standin, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    """The answer to a request for the page or below CONTROL. headers: their names are in lower case."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if not OWN_HOST.fullmatch(host):
        return error(403, None, f"Host: {host!r} is not 127.0.0.1 or localhost")
    if origin not in (None, f"http://{host}"):
        return error(403, None, f"Origin: {origin!r} is not the stand-in's own page")
    if not path.startswith(CONTROL):
        return page() if method == "GET" else error(405, None, "The page can only be read")
    return _answer(standin, method, path, body)


def _answer(standin, method: str, path: str, body: bytes) -> Answer:
    wanted = (method, path.removeprefix(CONTROL))
    try:
        if wanted == ("GET", "state"):
            return _json(standin.snapshot())
        if wanted == ("GET", "view"):
            return _json(standin.view(), indent=None)
        if wanted == ("GET", "requests"):
            return _json(standin.requests)
        if wanted == ("POST", "act"):
            return _json(standin.act(json.loads(body)))
        if wanted == ("POST", "faults"):
            standin.add_faults(json.loads(body))
        elif wanted == ("DELETE", "faults"):
            standin.faults = Faults([])
        elif wanted == ("POST", "reset"):
            standin.reset()
        else:
            return error(404, None, f"There are state, view, requests, act, faults and reset below {CONTROL}")
    except ValueError as mistake:
        return error(400, None, str(mistake))
    return _json({})


def _json(content: object, indent: int | None = 2) -> Answer:
    return Answer(200, json.dumps(content, indent=indent).encode())
