"""The page at "/", with headers that let the browser run nothing but what is in its file."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from .answers import Answer

FILE = Path(__file__).with_name("page.html")


def page() -> Answer:
    text = FILE.read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; script-src {_hash(text, 'script')}; style-src {_hash(text, 'style')}; "
        "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    )
    headers = (("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"))
    return Answer(200, text.encode(), "text/html; charset=utf-8", headers=headers)


def _hash(text: str, element: str) -> str:
    """The only element of this kind, as a policy names it."""
    (content,) = re.findall(rf"<{element}>(.*?)</{element}>", text, re.DOTALL)
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
