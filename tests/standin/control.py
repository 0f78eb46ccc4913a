"""The control paths: what a test, the demo or a curious person can ask of the stand-in itself, unsigned."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json

from .answers import Answer, error
from .faults import Faults

CONTROL = "/_standin/"


def answer_control(standin, method: str, path: str, body: bytes) -> Answer:
    """The answer to a request below CONTROL."""
    wanted = (method, path.removeprefix(CONTROL))
    try:
        if wanted == ("GET", "state"):
            return _json(standin.snapshot())
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
            return error(404, None, f"There are state, requests, act, faults and reset below {CONTROL}")
    except ValueError as mistake:
        return error(400, None, str(mistake))
    return _json({})


def _json(content: object) -> Answer:
    return Answer(200, json.dumps(content, indent=2).encode())
