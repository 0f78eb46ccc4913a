"""Scenario files: loading them, and naming the mistakes in them."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from .crowd import with_crowd
from .recordings import ARMED, NONE, STARTED, STOPPED, SUSPENDED
from .settings import NAMES, Settings, is_number
from .state import TYPES
from .suggest import did_you_mean

DEFAULT_SCENARIO = Path(__file__).with_name("scenario.yml")


def load_scenario(path: Path = DEFAULT_SCENARIO) -> dict:
    """A scenario file, with the file that it is based on and the crowd that it asks for. Raises ValueError."""
    scenario = yaml.safe_load(path.read_text())
    base = load_scenario(path.with_name(scenario.pop("base"))) if _is_based(scenario) else {}
    try:
        _require_mapping("the scenario", scenario)
        crowd = scenario.pop("crowd", {})
        _check_keys("crowd", crowd, {}, CROWD)
        scenario = base | scenario
        check(scenario)
        if crowd:
            scenario = with_crowd(scenario, **crowd)
            check(scenario)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error
    return scenario


def _is_based(scenario: object) -> bool:
    return isinstance(scenario, dict) and "base" in scenario


def check(scenario: dict) -> None:
    """Raise ValueError, which names the place, the mistake and what is probably meant, for the first mistake."""
    for key in scenario:
        if key not in KNOWN:
            raise ValueError(f"unknown key {key!r}{did_you_mean(key, KNOWN)}")
    for key in ("instance", "keys"):
        if key not in scenario:
            raise ValueError(f"{key!r} is missing")
    _check_keys("instance", scenario["instance"], INSTANCE, {})
    for name, (required, optional) in LISTS.items():
        entries = scenario.get(name, [])
        if not isinstance(entries, list):
            raise ValueError(f"{name}: expected a list")
        for index, entry in enumerate(entries):
            _check_keys(f"{name}[{index}]", entry, required, optional)
        _require_unique(name, entries)
    _check_value("quotas", scenario.get("quotas", False), _flag)
    Settings.of(scenario)
    _check_references(scenario)
    _require_one_call_each(scenario)


def _check_keys(where: str, entry: Any, required: Mapping[str, Rule], optional: Mapping[str, Rule]) -> None:
    rules = {**required, **optional}
    _require_mapping(where, entry)
    for key, value in entry.items():
        if key not in rules:
            raise ValueError(f"{where}: unknown key {key!r}{did_you_mean(key, rules)}")
        _check_value(f"{where}.{key}", value, rules[key])
    for key in required:
        if key not in entry:
            raise ValueError(f"{where}: {key!r} is missing")


def _require_mapping(where: str, entry: object) -> None:
    if not isinstance(entry, dict):
        raise ValueError(f"{where}: expected keys and values, got {entry!r}")


def _check_value(where: str, value: object, rule: Rule) -> None:
    expected = rule(value)
    if expected:
        raise ValueError(f"{where}: {value!r} is not {expected}")


def _require_unique(name: str, entries: list[dict]) -> None:
    for key in ("id", "username", "name", "access_key"):
        seen = set()
        for index, entry in enumerate(entries):
            if key in entry and entry[key] in seen:
                raise ValueError(f"{name}[{index}].{key}: {entry[key]} is used twice")
            seen.add(entry.get(key))


def _check_references(scenario: dict) -> None:
    users = {user["id"]: user["username"] for user in scenario.get("users", ())}
    queues = {queue["id"]: queue["name"] for queue in scenario.get("queues", ())}
    profiles = {profile["id"]: profile["name"] for profile in scenario.get("routing_profiles", ())}
    for index, user in enumerate(scenario.get("users", ())):
        _check_reference(f"users[{index}]", user, "routing_profile", "routing profile", profiles)
    above: dict[str, None] = {}
    for index, contact in enumerate(scenario.get("contacts", ())):
        where = f"contacts[{index}]"
        _check_reference(where, contact, "agent", "user", users)
        _check_reference(where, contact, "queue", "queue", queues)
        for key in ("initial", "previous", "related"):
            _check_reference(where, contact, key, "contact above", above)
        for key in ("whisper", "connected_seconds_ago"):
            if key in contact and "agent" not in contact:
                raise ValueError(f"{where}.{key}: the contact needs an agent")
        above[contact["id"]] = None


def _check_reference(where: str, entry: dict, key: str, noun: str, names: Mapping[str, str | None]) -> None:
    """names: the names of the things that can be meant, by ID."""
    value = entry.get(key)
    if key not in entry or value in names:
        return
    for identifier, name in names.items():
        if name == value:
            raise ValueError(f"{where}.{key}: {value} is a {noun} name, an ID is needed: {identifier}")
    raise ValueError(f"{where}.{key}: no {noun} has the ID {value!r}")


def _require_one_call_each(scenario: dict) -> None:
    names = {user["id"]: user["username"] for user in scenario.get("users", ())}
    busy: dict[str, int] = {}
    for index, contact in enumerate(scenario.get("contacts", ())):
        agent = contact.get("agent")
        if agent is None or contact.get("ended") or contact.get("channel", "VOICE") != "VOICE":
            continue
        if agent in busy:
            raise ValueError(
                f"contacts[{index}].agent: {names[agent]} is on contacts[{busy[agent]}] already, "
                "and an agent has one live call at a time"
            )
        busy[agent] = index


# A rule returns what it expects if the value is something else.
Rule = Callable[[object], str | None]


def _text(value: object) -> str | None:
    return None if isinstance(value, str) and value else "a text (quote what looks like a number)"


def _text_or_number(value: object) -> str | None:
    return None if isinstance(value, (str, int)) else "a text"


def _flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def _count(value: Any) -> str | None:
    return None if is_number(value) and value >= 0 else "a number of 0 or more"


def _attributes(value: object) -> str | None:
    valid = isinstance(value, dict) and all(isinstance(text, str) for pair in value.items() for text in pair)
    return None if valid else "names and texts"


def _one_of(*choices: str) -> Rule:
    return lambda value: None if value in choices else f"one of {', '.join(choices)}"


def _recordings(value: object) -> str | None:
    states = (NONE, ARMED, STARTED, SUSPENDED, STOPPED)
    valid = isinstance(value, dict) and set(value) <= set(TYPES) and all(state in states for state in value.values())
    return None if valid else f"{', '.join(TYPES)}, each {', '.join(states[:-1])} or {states[-1]}"


INSTANCE = {"id": _text, "alias": _text, "region": _text, "account": _text_or_number}
NAMED: tuple[dict[str, Rule], dict[str, Rule]] = ({"id": _text, "name": _text}, {})
CONTACT: dict[str, Rule] = {
    "agent": _text,
    "queue": _text,
    "initial": _text,
    "previous": _text,
    "related": _text,
    "channel": _one_of("VOICE", "CHAT", "TASK", "EMAIL"),
    "initiation_method": _one_of("INBOUND", "OUTBOUND", "TRANSFER", "QUEUE_TRANSFER", "CALLBACK", "API", "DISCONNECT"),
    "state": _one_of("INCOMING", "PENDING", "CONNECTING", "CONNECTED", "CONNECTED_ONHOLD", "MISSED", "ERROR"),
    "customer": _text,
    "ended": _flag,
    "whisper": _flag,
    "connected_seconds_ago": _count,
    "recordings": _recordings,
    "attributes": _attributes,
}
# The keys of the entries of each list: those that are required, and the others.
LISTS: dict[str, tuple[dict[str, Rule], dict[str, Rule]]] = {
    "other_instances": ({"id": _text, "alias": _text}, {"status": _text}),
    "keys": ({"access_key": _text, "secret_key": _text}, {"session_token": _text, "expired": _flag}),
    "users": ({"id": _text, "username": _text}, {"signed_in": _flag, "status": _text, "routing_profile": _text}),
    "queues": NAMED,
    "routing_profiles": NAMED,
    "contacts": ({"id": _text}, CONTACT),
}
KNOWN = ("instance", *LISTS, *NAMES, "quotas", "faults", "base", "crowd")
CROWD = {"instances": _count, "users": _count, "queues": _count, "calls": _count}
