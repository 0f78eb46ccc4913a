"""Asks the caller before the trial does what cannot be undone or what the caller may not want."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .questions import CannotAsk


@dataclass(frozen=True)
class Permission:
    """Something that the caller has to allow. declined: the end of the sentence "The caller did not allow ..."."""

    prompt: str
    declined: str


AGENT_IS_CONNECTED = Permission(
    "Amazon Connect does not say that an agent is connected to this call. Is the agent connected?",
    "the trial to take the agent for connected",
)
CHANGE = Permission(
    "The trial pauses and resumes the recording of this call, and writes the attribute ansible_trial to it. "
    "If the recording is paused now, it is resumed. Is this a test call of your own, and may the trial do that?",
    "the trial to pause the recording and to write an attribute",
)
START = Permission(
    "May the trial send StartContactRecording? The call may then be recorded although it was not before.",
    "the trial to start the recording",
)
LISTEN = Permission(
    "May the trial let the supervisor listen to this call? Only the supervisor can end that, by hanging up.",
    "the supervisor to listen",
)
STOP = Permission(
    "May the trial stop the recording of this call? That cannot be undone.", "the trial to stop the recording"
)
END = Permission(
    "May the trial end the call, to see how Amazon Connect then answers requests for it?", "the trial to end the call"
)


class Consent:
    """What the caller allows. Each permission is asked for once, when it is needed first."""

    def __init__(self, ask: Callable[[str], bool]) -> None:
        self._ask = ask
        self._given: dict[Permission, bool] = {}

    def require(self, permission: Permission) -> None:
        """Raise CannotAsk unless the caller allows it."""
        if permission not in self._given:
            self._given[permission] = self._ask(permission.prompt)
        if not self._given[permission]:
            raise CannotAsk(f"The caller did not allow {permission.declined}.")


def ask_person(prompt: str) -> bool:
    """Ask on the terminal. No answer means no."""
    try:
        return input(f"\n{prompt} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        print()
        return False
