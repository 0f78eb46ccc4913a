"""Names to identifiers: instance alias, user name, queue name, routing profile name."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches

from ._api.client import Connect
from ._api.errors import TaskError
from ._api.names import Named, list_all, list_instances, search
from ._identifiers import ids_within, is_name, parse_instance_id, parse_reference

# The option that says which instance, for every module.
INSTANCE_OPTION = {"instance": {"type": "str", "required": True, "aliases": ["instance_id", "instance_alias"]}}

NOUNS = {"agent": "user", "queue": "queue", "routing-profile": "routing profile"}


def check_instance(text: str) -> None:
    """Raise TaskError if the instance is invalid, before anything is sent."""
    if is_name(text):
        check_name("instance", text)
    else:
        parse_instance_id(text)


def check_name(option: str, name: str) -> None:
    """Raise TaskError if a name is empty."""
    if not name.strip():
        raise TaskError(f"{option}: the name is empty. Check the variable that it comes from.")


def check_named(option: str, text: str, kind: str) -> None:
    """Raise TaskError if a text is neither a name nor the ID or ARN of this kind."""
    check_name(option, text)
    if not is_name(text):
        parse_reference(option, text, kind)


def find_instance(connect: Connect, text: str) -> Connect:
    """The instance with this ID, ARN or alias. An ID or ARN costs no request."""
    if not is_name(text):
        return connect.in_instance(parse_instance_id(text))
    return connect.in_instance(_once(connect, "instance", text, lambda: _find_instance_id(connect, text)))


def _once(connect: Connect, kind: str, name: str, find: Callable[[], str]) -> str:
    """The ID of a name, found once for all items of a loop. A look-up that fails is not kept."""
    key = (connect.instance_id, kind, name)
    if key not in connect.known_ids:
        connect.known_ids[key] = find()
    return connect.known_ids[key]


def _find_instance_id(connect: Connect, text: str) -> str:
    known = list_instances(connect)
    active = [item for item in known if item.unfit is None]
    found = pick("instance", text, active)
    if found is None:
        unfit = pick("instance", text, [item for item in known if item.unfit])
        if unfit:
            raise TaskError(f"instance: {unfit.name!r} is {unfit.unfit}.", "NameNotFound")
        raise _unknown("instance", "active instance in this region", text, active)
    return found.id


def find_id(connect: Connect, option: str, kind: str, name: str) -> str:
    """The ID of the agent, queue or routing-profile (the kind) with this name."""
    return _once(connect, kind, name, lambda: _find_id(connect, option, kind, name))


def _find_id(connect: Connect, option: str, kind: str, name: str) -> str:
    denied = None
    try:
        found = pick(option, name, search(connect, kind, name))
    except TaskError as error:
        if error.code != "AccessDeniedException":
            raise
        found, denied = None, error
    if found is None:
        found = _find_in_list(connect, option, kind, name, denied)
    return found.id


def find_ids(connect: Connect, option: str, kind: str, texts: Iterable[str]) -> list[str]:
    """The IDs of IDs, ARNs and names, mixed, each once. Several names are looked up in one listing."""
    texts = list(dict.fromkeys(texts))
    names = [text for text in texts if is_name(text)]
    unknown = [name for name in names if (connect.instance_id, kind, name) not in connect.known_ids]
    if len(unknown) > 1:
        for name, found in _find_several(connect, option, kind, unknown).items():
            connect.known_ids[connect.instance_id, kind, name] = found
    ids_by_name = {name: find_id(connect, option, kind, name) for name in names}
    references = (parse_reference(option, ids_by_name.get(text, text), kind) for text in texts)
    return ids_within(references, connect.instance_id)


def pick(option: str, name: str, known: list[Named]) -> Named | None:
    """The thing with this name, or the only one whose name differs in case alone. TaskError if there are several."""
    same = [item for item in known if item.name == name]
    same = same or [item for item in known if item.name.casefold() == name.casefold()]
    if len(same) > 1:
        listed = ", ".join(f"{item.name} ({item.id})" for item in same)
        raise TaskError(f"{option}: {name!r} is ambiguous: it matches {listed}. Give the ID instead.", "NameAmbiguous")
    return same[0] if same else None


def _find_several(connect: Connect, option: str, kind: str, names: list[str]) -> dict[str, str]:
    """The IDs by their names. One error names all unknown names."""
    known = list_all(connect, kind)
    found = {name: pick(option, name, known) for name in names}
    unknown = [str(_unknown(option, NOUNS[kind], name, known)) for name in names if found[name] is None]
    if unknown:
        raise TaskError("\n".join(unknown), "NameNotFound")
    return {name: item.id for name, item in found.items() if item}


def _find_in_list(connect: Connect, option: str, kind: str, name: str, denied: TaskError | None) -> Named:
    """Look in the list: a search may be denied, or not find what is new. The list also has close matches."""
    try:
        known = list_all(connect, kind)
    except TaskError as error:
        tried = denied or f"searching found no {NOUNS[kind]}, and listing them, to be sure, failed: {error}"
        raise error.saying(f"{option}: {name!r} could not be looked up: {tried}") from error
    found = pick(option, name, known)
    if found is None:
        raise _unknown(option, NOUNS[kind], name, known)
    return found


def _unknown(option: str, noun: str, name: str, known: list[Named]) -> TaskError:
    by_folded_name = {item.name.casefold(): item.name for item in known}
    close = [repr(by_folded_name[match]) for match in get_close_matches(name.casefold(), by_folded_name)]
    hint = f" Close matches: {', '.join(close)}." if close else ""
    return TaskError(f"{option}: no {noun} is called {name!r}.{hint}", "NameNotFound")
