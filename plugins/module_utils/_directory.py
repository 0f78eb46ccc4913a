"""Names to identifiers: instance alias, user name, queue name, routing profile name."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect, Named
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError
from ansible_collections.contactops.amazon_connect.plugins.module_utils._identifiers import (
    ids_within,
    is_name,
    parse_instance_id,
    parse_reference,
)

# The options that say which instance, for every module.
INSTANCE_OPTIONS = {"instance_id": {"type": "str"}, "instance_alias": {"type": "str"}}
INSTANCE_CONSTRAINTS = {
    "mutually_exclusive": [("instance_id", "instance_alias")],
    "required_one_of": [("instance_id", "instance_alias")],
}

NOUNS = {"agent": "user", "queue": "queue", "routing-profile": "routing profile"}


def given(options: dict, *names: str) -> str:
    """Which of these options is given. Argument validation sees to it that one is named, but it may be null."""
    for name in names:
        if options[name] is not None:
            return name
    raise UserError(
        f"one of {', '.join(names)} is required, and null is not a value; check the variable that it comes from"
    )


def check_instance(options: dict) -> None:
    """Raise where the instance's ID or alias cannot be meant, before anything is sent."""
    if given(options, "instance_id", "instance_alias") == "instance_id":
        parse_instance_id(options["instance_id"])
    else:
        check_name("instance_alias", options["instance_alias"])


def check_name(option: str, name: str) -> None:
    """Raise where a name is empty."""
    if not name.strip():
        raise UserError(f"{option}: is empty; check the variable that it comes from")


def find_instance(connect: Connect, options: dict) -> Connect:
    """The instance that the options name. An ID or ARN costs no request."""
    alias = options["instance_alias"]
    if alias is None:
        return connect.in_instance(parse_instance_id(options["instance_id"]))
    known = connect.list_instances()
    active = [item for item in known if item.note is None]
    found = pick("instance_alias", alias, active)
    if found is None:
        unfit = pick("instance_alias", alias, [item for item in known if item.note])
        if unfit:
            raise UserError(f"instance_alias: the instance {unfit.name!r} is {unfit.note}")
        raise _unknown("instance_alias", "active instance in this region", alias, active)
    return connect.in_instance(found.id)


def find_id(connect: Connect, option: str, kind: str, name: str) -> str:
    """The ID of what has this name. kind: agent, queue or routing-profile."""
    denied = None
    try:
        found = pick(option, name, connect.search(kind, name))
    except UserError as error:
        if error.code != "AccessDeniedException":
            raise
        found, denied = None, error
    if found is None:
        found = _find_in_list(connect, option, kind, name, denied)
    return found.id


def find_ids(connect: Connect, option: str, kind: str, texts: Iterable[str]) -> list[str]:
    """The IDs of what is named by IDs, ARNs and names, mixed, each once. Several names are looked up in one listing."""
    texts = list(dict.fromkeys(texts))
    names = [text for text in texts if is_name(text)]
    if len(names) > 1:
        ids_by_name = _find_several(connect, option, kind, names)
    else:
        ids_by_name = {name: find_id(connect, option, kind, name) for name in names}
    references = (parse_reference(option, ids_by_name.get(text, text), kind) for text in texts)
    return ids_within(references, connect.instance_id)


def pick(option: str, name: str, known: list[Named]) -> Named | None:
    """What has this name, if need be in another case as long as only one has. Raises where several have it."""
    same = [item for item in known if item.name == name]
    same = same or [item for item in known if item.name.casefold() == name.casefold()]
    if len(same) > 1:
        listed = ", ".join(f"{item.name} ({item.id})" for item in same)
        raise UserError(f"{option}: {name!r} stands for {len(same)} things: {listed}; give the ID instead")
    return same[0] if same else None


def _find_several(connect: Connect, option: str, kind: str, names: list[str]) -> dict[str, str]:
    """The IDs by their names. All names that are unknown are told at once."""
    known = connect.list_all(kind)
    found = {name: pick(option, name, known) for name in names}
    unknown = [str(_unknown(option, NOUNS[kind], name, known)) for name in names if found[name] is None]
    if unknown:
        raise UserError(" | ".join(unknown))
    return {name: item.id for name, item in found.items()}


def _find_in_list(connect: Connect, option: str, kind: str, name: str, denied: UserError | None) -> Named:
    """What the search did not find, or was denied to. The list also has what a search does not find yet, and close matches."""
    try:
        known = connect.list_all(kind)
    except UserError as error:
        tried = denied or f"no {NOUNS[kind]} was found by searching, and listing them, to be sure, failed: {error}"
        raise UserError(f"{option}: {name!r} could not be looked up: {tried}", code=error.code) from error
    found = pick(option, name, known)
    if found is None:
        raise _unknown(option, NOUNS[kind], name, known)
    return found


def _unknown(option: str, noun: str, name: str, known: list[Named]) -> UserError:
    by_folded_name = {item.name.casefold(): item.name for item in known}
    close = [repr(by_folded_name[match]) for match in get_close_matches(name.casefold(), by_folded_name)]
    hint = f"; close matches: {', '.join(close)}" if close else ""
    if not is_name(name):
        hint = "; to give an ID, use the option for IDs"
    return UserError(f"{option}: no {noun} is called {name!r}{hint}")
