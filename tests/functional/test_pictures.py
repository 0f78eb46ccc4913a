"""The pictures of the documentation show what the code does, and the demo fails if it did something else."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import runpy
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pictures import payment, states, terminal
from pictures.outcomes import every_outcome

# A picture shows what the usual ansible-core prints.
pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
OUTDATED = "docs/images/{} is outdated: make pictures"


def words(svg: str) -> list[str]:
    """The lines of text in a picture."""
    return ["".join(text.itertext()) for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def assert_current(name: str, drawn: str) -> None:
    kept = (IMAGES / name).read_text(encoding="utf-8")
    assert words(kept) == words(drawn), OUTDATED.format(name)
    assert kept == drawn, OUTDATED.format(name)


def test_the_states_are_the_code_s():
    assert_current("states.svg", states.draw())


def test_the_terminal_shows_what_the_demo_prints(tmp_path):
    assert_current("terminal.svg", terminal.draw(terminal.run(tmp_path / "demo")))


def test_a_payment_ends_as_the_picture_says(tmp_path, collections_path):
    assert_current("payment.svg", payment.draw(every_outcome(Path(collections_path), tmp_path)))


@pytest.fixture
def demo() -> dict:
    """What examples/demo/play.py defines."""
    return runpy.run_path(str(ROOT / "examples" / "demo" / "play.py"))


def test_the_demo_fails_if_it_failed_or_did_something_else(demo, capsys):
    asked_for = list(demo["EXPECTED"].values())
    assert demo["report"](asked_for, 0) == ""
    assert demo["report"](asked_for, 2) == "The playbook failed."
    for seen in (asked_for[:-1], [*asked_for, ("ended", "paused")], [("recorded", "-")] * len(asked_for)):
        assert demo["report"](seen, 0) == "This is not what the playbook asked for."
    assert "the card number is spoken  ended      paused" in capsys.readouterr().out


def test_the_demo_says_that_it_cannot_wait_without_a_terminal(demo, capsys, monkeypatch):
    assert not demo["is_watched"]()
    monkeypatch.setenv("WATCH", "1")
    assert not demo["is_watched"]()
    assert "needs a terminal" in capsys.readouterr().out
