"""Identifiers as users give them, ID or ARN, to the plain IDs that Amazon Connect's API takes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

# The greatest lengths in the service model.
MAX_INSTANCE_ID = 100
MAX_ID = 256

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """What an option names: an ID, with the instance that it belongs to where it was given as an ARN."""

    option: str
    text: str
    id: str
    instance_id: str | None = None

    def within(self, instance_id: str) -> str:
        """The ID. Raises UserError where the ARN belongs to another instance."""
        if self.instance_id not in (None, instance_id):
            raise UserError(
                f"{self.option}: {self.text!r} belongs to instance {self.instance_id}, but the task's is {instance_id}"
            )
        return self.id


def parse_instance_id(text: str) -> str:
    """The ID of the instance that an ID or ARN names."""
    resource = _resource("instance_id", text)
    if resource is None:
        return _checked("instance_id", text, MAX_INSTANCE_ID)
    if len(resource) != 2:
        raise UserError(f"instance_id: {text!r} is an ARN, but not that of an Amazon Connect instance")
    return _checked("instance_id", resource[1], MAX_INSTANCE_ID)


def parse_reference(option: str, text: str, kind: str) -> Reference:
    """What an ID or ARN names. kind: as ARNs say it, such as contact, queue, or agent, which stands for every user."""
    resource = _resource(option, text)
    if resource is None:
        return Reference(option, text, _checked(option, text, MAX_ID))
    if len(resource) != 4 or resource[2] != kind:
        raise UserError(f"{option}: {text!r} is an ARN, but not one that ends in instance/INSTANCE-ID/{kind}/ID")
    return Reference(option, text, _checked(option, resource[3], MAX_ID), resource[1])


def ids_within(references: Iterable[Reference], instance_id: str) -> list[str]:
    """The IDs, each once, in the order given. Raises UserError where an ARN belongs to another instance."""
    return list(dict.fromkeys(reference.within(instance_id) for reference in references))


def is_name(text: str) -> bool:
    """Whether a text is neither an ARN nor a UUID, where names and IDs may be mixed."""
    return not text.startswith("arn:") and not UUID.fullmatch(text)


def _resource(option: str, text: str) -> list[str] | None:
    """The parts of an ARN's resource, such as ["instance", ID, "contact", ID]; None where the text is no ARN."""
    if not text.startswith("arn:"):
        return None
    parts = text.split(":", 5)
    resource = parts[-1].split("/")
    if len(parts) != 6 or parts[2] != "connect" or resource[0] != "instance":
        raise UserError(f"{option}: {text!r} is not the ARN of anything in Amazon Connect")
    return resource


def _checked(option: str, text: str, longest: int) -> str:
    """The ID itself. IDs are opaque: only what the API cannot take, or would take for another path, is refused."""
    if not text.strip():
        raise UserError(f"{option}: an ID is empty; check the variable that it comes from")
    if len(text) > longest:
        raise UserError(
            f"{option}: an ID may have at most {longest} characters, this one has {len(text)}: {text[:40]!r}..."
        )
    if text in (".", "..") or text != text.strip() or not text.isprintable():
        raise UserError(f"{option}: {text!r} is not an ID; mind dots, white space and control characters")
    return text
