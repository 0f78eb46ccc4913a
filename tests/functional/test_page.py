"""The stand-in's page, in a real Chromium: it shows what is true, its buttons act, and it is usable and safe."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta

import pytest
from helpers.browser import ENTER, ESCAPE, TAB, resize
from helpers.known import CALL, COLLECTION, ENDED_CALL, QUEUED_CALL, RECORDED_CALL, RECORDING, SUPERVISOR, truth
from standin.server import load_scenario

# Timing and what is on the page do not depend on the version of Python.
pytestmark = pytest.mark.long

PAUSE = {f"{COLLECTION}.{RECORDING}": {"contact_id": RECORDED_CALL, "state": "suspended"}}
ROWS = "return [...document.querySelectorAll('#calls tbody')].map(body => body.innerText.replace(/\\s+/g, ' '))"
FOCUSED = "return document.activeElement.getAttribute('aria-label') || document.activeElement.innerText"
MARKUP = "<img src=x onerror=\"document.title='run'\">"


class Page:
    """The page in a browser."""

    def __init__(self, browser) -> None:
        self.browser = browser

    def call(self, contact_id: str) -> str:
        """The text of the call that has this contact, or an empty text."""
        return next((text for text in self.browser.execute_script(ROWS) if contact_id[:8] in text), "")

    def text(self, selector: str) -> str:
        return self.browser.find_element("css selector", selector).text

    def press(self, label: str) -> None:
        """Press the button whose label begins with this."""
        self.browser.find_element("css selector", f'button[aria-label^="{label}"], button[id="{label}"]').click()

    def choose(self, label: str, agent: str) -> None:
        """Press a button that asks for an agent, and name one."""
        self.press(label)
        self.browser.find_element("css selector", "#choice-agent").send_keys(agent)
        self.press("choice-ok")

    def hit(self, key: str) -> str:
        """Press a key, and return what has the focus then."""
        self.browser.switch_to.active_element.send_keys(key)
        return self.browser.execute_script(FOCUSED)


@pytest.fixture
def page(standin, browser):
    resize(browser, 1280, 900)
    browser.get(standin.url)
    opened = Page(browser)
    wait_for(lambda: opened.call(CALL))
    return opened


def wait_for(seen: Callable[[], object]) -> float:
    """Wait until the page shows it, and return the seconds that this took."""
    begin = time.monotonic()
    while not seen():
        assert time.monotonic() < begin + 10, "the page does not show it"
        time.sleep(0.02)
    return time.monotonic() - begin


def test_a_pause_is_shown_and_if_the_agent_resumes_the_next_task_puts_it_right(standin, page, play):
    assert "agent.dan, Orders recorded not recorded recorded Pause" in page.call(RECORDED_CALL)
    (paused,) = play([PAUSE])
    assert paused["changed"]
    wait_for(lambda: "paused not recorded paused Resume" in page.call(RECORDED_CALL))
    assert "Noted: any: paused" in page.call(RECORDED_CALL)
    assert "SuspendContactRecording" in page.text("#requests")
    page.press("Resume: agent.dan")
    wait_for(lambda: "recorded not recorded recorded Pause" in page.call(RECORDED_CALL))
    assert "not true" in page.call(RECORDED_CALL)
    assert page.text("#status") == "0d6f7a52 of agent.dan: Call recorded, Screen recorded."
    (again,) = play([PAUSE])
    assert (again["changed"], again["contacts"][0]["evidence"]) == (False, "accepted")
    wait_for(lambda: "paused not recorded paused Resume" in page.call(RECORDED_CALL))
    assert "not true" not in page.call(RECORDED_CALL)


def test_changes_are_shown_within_a_second(standin, page):
    seconds = []
    for action, word in (("agent_pauses", "paused"), ("agent_resumes", "recorded"), ("agent_pauses", "paused")):
        standin.act({"do": action, "contact": RECORDED_CALL})
        seconds.append(wait_for(lambda word=word: f"Orders {word}" in page.call(RECORDED_CALL)))
    assert min(seconds) < 1


def test_people_act_and_an_answer_is_lost(standin, page, run_in_process):
    run_in_process(RECORDING, contact_id=QUEUED_CALL, state="started")
    wait_for(lambda: "begins when the agent joins" in page.call(QUEUED_CALL))
    page.choose("Join: the caller on 7b1d9c0e", "agent.ivy")
    wait_for(lambda: "agent.ivy, Orders recorded" in page.call(QUEUED_CALL))
    page.choose("Conference: agent.ivy", "agent.hal")
    wait_for(lambda: "One call in 2 parts" in page.call(QUEUED_CALL))
    page.press("Hang up: agent.hal")
    wait_for(lambda: "agent.hal, Orders, has ended ended" in page.call(QUEUED_CALL))
    page.choose("Transfer: agent.dan", "nobody")
    wait_for(lambda: "Orders, waits for an agent" in page.call(RECORDED_CALL))
    standin.center.monitor_contact({"ContactId": CALL, "UserId": SUPERVISOR})
    wait_for(lambda: "supervisor.sue listens" in page.call(CALL))
    page.press("Hang up: supervisor.sue")
    wait_for(lambda: "supervisor.sue" not in page.call(CALL))
    page.press("lose")
    wait_for(lambda: page.text("#faults") == "To come: next recording request: answer lost")
    run_in_process(RECORDING, contact_id=QUEUED_CALL, state="suspended")
    wait_for(lambda: "200 OK, answer lost" in page.text("#requests") and not page.text("#faults"))
    page.press("reset")
    wait_for(lambda: page.text("#requests") == "" and "paused" not in page.call(QUEUED_CALL))


def test_every_button_is_reached_with_the_keyboard_and_keeps_the_focus(standin, page):
    buttons = page.browser.find_elements("css selector", "button:not(dialog button)")
    expected = {button.get_attribute("aria-label") or button.text for button in buttons}
    assert len(expected) > 20
    reached = [page.hit(TAB) for _press in range(len(expected) + 2)]  # and the field, and out of the page
    assert expected <= set(reached)
    page.browser.execute_script("document.querySelector('[aria-label^=\"Pause: agent.dan\"]').focus()")
    page.hit(ENTER)
    wait_for(lambda: truth(standin, RECORDED_CALL) == "suspended")
    wait_for(lambda: page.browser.execute_script(FOCUSED) == "Resume: agent.dan on 0d6f7a52")
    page.hit(TAB)
    page.hit(ENTER)
    assert page.text("#choice-title") == "Transfer: 0d6f7a52"
    assert page.hit(ESCAPE) == "Transfer: agent.dan on 0d6f7a52"
    page.hit(TAB)
    page.hit(TAB)
    page.hit(ENTER)
    wait_for(lambda: "has ended" in page.call(RECORDED_CALL))
    wait_for(lambda: page.browser.execute_script(FOCUSED).startswith("0d6f7a52"))


def test_markup_stays_text(standin, page):
    scenario = load_scenario()
    scenario["users"][3]["username"] = MARKUP
    standin.load(scenario)
    notes = {f"ansible_recording_{RECORDED_CALL}_any": MARKUP, f"ansible_monitor_{MARKUP}": MARKUP}
    standin.center.contacts[RECORDED_CALL].attributes = notes
    wait_for(lambda: page.call(RECORDED_CALL).count(MARKUP) == 4)
    assert page.browser.find_elements("css selector", "img") == []
    assert page.browser.title == "Amazon Connect stand-in"


def test_nothing_is_cut_at_390_pixels(standin, page):
    names = [f"ansible_recording_{CALL}_{subject}" for subject in ("any", "call", "ivr", "screen")]
    notes = dict.fromkeys(names, "none,started,stopped,suspended 2026-03-04T17:29:09Z")
    standin.center.contacts[CALL].attributes = {**notes, "ansible_recording_x": "x" * 100}
    standin.center.monitor_contact({"ContactId": CALL, "UserId": SUPERVISOR, "AllowedMonitorCapabilities": ["BARGE"]})
    wait_for(lambda: "supervisor.sue" in page.call(CALL) and "xxx" in page.call(CALL))
    resize(page.browser, 390, 844)
    wide = "return [...document.querySelectorAll('main *, header *')].filter(e => e.scrollWidth > e.clientWidth + 1 "
    wide += "&& getComputedStyle(e).display !== 'inline' && !e.closest('thead')).map(e => e.outerHTML)"
    assert page.browser.execute_script("return document.documentElement.scrollWidth") == 390
    assert page.browser.execute_script(wide) == []


def status_of(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:1"}, 403),
        ({"Host": "example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": "localhost:8765", "Origin": "http://localhost:8765"}, 200),
    ],
)
def test_other_pages_cannot_act(standin, headers, status):
    body = json.dumps({"do": "agent_pauses", "contact": RECORDED_CALL}).encode()
    request = urllib.request.Request(f"{standin.url}/_standin/act", body, headers)
    assert status_of(request) == status
    assert truth(standin, RECORDED_CALL) == ("suspended" if status == 200 else "started")


def test_calls_are_shown_for_a_minute_after_their_end(standin):
    def shown() -> list[str]:
        return [part["id"] for call in standin.view()["calls"] for part in call["parts"]]

    assert ENDED_CALL in shown()
    later = standin.center.now() + timedelta(seconds=61)
    standin.center.now = lambda: later
    assert CALL in shown()
    assert ENDED_CALL not in shown()
