"""How the stand-in behaves where AWS documents nothing, or instances differ."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

LONGEST_LAG = 10**6  # s


def _choice(default: object, *others: object) -> Any:
    return field(default=default, metadata={"choices": (default, *others)})  # pylint: disable=invalid-field-call


@dataclass(frozen=True)
class Settings:
    """The settings of a scenario.

    repeat: a Suspend or Resume that reaches a recording which is already suspended or started, if it changes nothing.
    repeat_start: a Start of a recording that is started. repeat_stop: a Stop of a recording that is stopped.
    start_suspended, start_stopped: a Start of a recording that is suspended or stopped. If accepted, it records again.
    stop_reaches_screen: a Stop without a type also stops the screen's recording.
    monitor_link: the member by which a monitoring session's contact names the monitored contact.
    search: how a search for a name compares; "lagging" finds nothing yet.
    enhanced_monitoring: whether the instance has it. Without it, GetCurrentUserData shows no monitoring sessions.
    listeners: how many supervisors can listen to a contact. None: as many as AWS documents.
    attribute_lag: seconds until a written attribute can be read.
    """

    repeat: str = _choice("accept", "refuse")
    repeat_start: str = _choice("refuse", "accept")
    repeat_stop: str = _choice("refuse", "accept")
    start_suspended: str = _choice("refuse", "accept")
    start_stopped: str = _choice("refuse", "accept")
    stop_reaches_screen: bool = _choice(False, True)
    monitor_link: str = _choice("related", "previous", "initial", "none")
    search: str = _choice("exact", "any_case", "lagging")
    enhanced_monitoring: bool = _choice(True, False)
    listeners: int | None = None
    attribute_lag: float = 0

    def __post_init__(self) -> None:
        for name, choices in CHOICES.items():
            value = getattr(self, name)
            if value not in choices or type(value) is not type(choices[0]):
                raise ValueError(f"{name}: {value!r} is not one of {', '.join(map(_shown, choices))}")
        if self.listeners is not None and (not is_number(self.listeners) or self.listeners < 1):
            raise ValueError(f"listeners: {self.listeners!r} is not a positive number")
        if type(self.attribute_lag) not in (int, float) or not 0 <= self.attribute_lag < LONGEST_LAG:
            raise ValueError(f"attribute_lag: {self.attribute_lag!r} is not a number of seconds")

    @classmethod
    def of(cls, scenario: dict) -> Settings:
        """The settings that a scenario names, and the defaults of the others. Raises ValueError."""
        return cls(**{name: scenario[name] for name in NAMES if name in scenario})


def is_number(value: object) -> bool:
    """Whether a value is an integer; to Python, true and false are some too."""
    return isinstance(value, int) and not isinstance(value, bool)


def _shown(choice: object) -> str:
    """A value as YAML has it."""
    return str(choice).lower() if isinstance(choice, bool) else str(choice)


NAMES = tuple(setting.name for setting in fields(Settings))
# The values of each setting that has a list of them, the default first.
CHOICES: dict[str, tuple] = {
    setting.name: setting.metadata["choices"] for setting in fields(Settings) if "choices" in setting.metadata
}
