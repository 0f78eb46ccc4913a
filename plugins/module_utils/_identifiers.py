"""Identifiers as users give them, ID or ARN, to the plain IDs of Amazon Connect's API. Pure."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ._api.errors import TaskError

# The greatest lengths in the service model.
MAX_INSTANCE_ID = 100
MAX_ID = 256

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """What an option names: an ID and, if it was given as an ARN, the instance that it belongs to."""

    option: str
    text: str
    id: str
    instance_id: str | None = None

    def within(self, instance_id: str | None) -> str:
        """The ID. Raises TaskError if the ARN belongs to another instance."""
        if self.instance_id not in (None, instance_id):
            raise TaskError(
                f"{self.option}: {self.text!r} belongs to instance {self.instance_id}, not to "
                f"the task's, {instance_id}."
            )
        return self.id


def parse_instance_id(text: str) -> str:
    """The ID of the instance that an ID or ARN names."""
    resource = _resource("instance", text)
    if resource is None:
        return _checked("instance", text, MAX_INSTANCE_ID)
    if len(resource) != 2:
        raise TaskError(f"instance: {text!r} is not the ARN of an Amazon Connect instance.")
    return _checked("instance", resource[1], MAX_INSTANCE_ID)


def parse_reference(option: str, text: str, kind: str) -> Reference:
    """What an ID or ARN names. kind: its name in ARNs, such as contact or queue; every user is an agent there."""
    resource = _resource(option, text)
    if resource is None:
        return Reference(option, text, _checked(option, text, MAX_ID))
    if len(resource) != 4 or resource[2] != kind:
        raise TaskError(f"{option}: {text!r} is not an ARN that ends in instance/INSTANCE-ID/{kind}/ID.")
    return Reference(option, text, _checked(option, resource[3], MAX_ID), resource[1])


def ids_within(references: Iterable[Reference], instance_id: str | None) -> list[str]:
    """The IDs, each once, in the order given. Raises TaskError if an ARN belongs to another instance."""
    return list(dict.fromkeys(reference.within(instance_id) for reference in references))


def is_name(text: str) -> bool:
    """Whether a text is a name: neither an ARN nor a UUID."""
    return not text.startswith("arn:") and not UUID.fullmatch(text)


def _resource(option: str, text: str) -> list[str] | None:
    """The parts of an ARN's resource, such as ["instance", ID, "contact", ID]; None if the text is not an ARN."""
    if not text.startswith("arn:"):
        return None
    parts = text.split(":", 5)
    resource = parts[-1].split("/")
    if len(parts) != 6 or parts[2] != "connect" or resource[0] != "instance":
        raise TaskError(f"{option}: {text!r} is not an ARN of Amazon Connect.")
    return resource


def _checked(option: str, text: str, longest: int) -> str:
    """The ID itself. IDs are opaque: only what the API cannot take, or would take as another path, is invalid."""
    if not text.strip():
        raise TaskError(f"{option}: the ID is empty. Check the variable that it comes from.")
    if len(text) > longest:
        raise TaskError(f"{option}: {text[:40]!r}... has {len(text)} characters. An ID has at most {longest}.")
    if text in (".", "..") or text != text.strip() or not text.isprintable():
        raise TaskError(f"{option}: {text!r} is not an ID. Check dots, white space and control characters.")
    return text
