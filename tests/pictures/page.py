"""Takes a picture of the stand-in's page during a payment, after the call was transferred."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from pathlib import Path

from helpers.browser import screenshot
from PIL import Image

from .job import expect, job

# So high that it ends between two calls.
WIDTH, HEIGHT = 1280, 637


def take(path: Path, collections: Path, folder: Path) -> None:
    """collections: where Ansible finds this collection. folder: to work in."""
    with job(collections, folder) as it:
        expect(it.start(), "The pause is confirmed.")
        part = it.transfer()
        it.play("keep_paused", f"contact_id={part}")
        expect(it.truth() == "suspended", "The new part is paused.")
        screenshot(f"{it.standin.url}/", path, WIDTH, HEIGHT, ready="#calls tbody")
        it.finish()
    # A palette makes the file less than half as large.
    with Image.open(path) as full:
        full.convert("RGB").quantize(256).save(path, optimize=True)
