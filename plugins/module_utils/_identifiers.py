"""Identifiers as users give them, ID or ARN, to the plain IDs that Amazon Connect's API takes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError

# The option that says which instance, for the argument spec of every module.
INSTANCE_OPTIONS = {"instance_id": {"type": "str", "required": True}}

# The greatest lengths in the service model.
MAX_INSTANCE_ID = 100
MAX_ID = 256


def parse_instance_id(text: str) -> str:
    """The ID of the instance that an ID or ARN names."""
    resource = _resource("instance_id", text)
    if resource is None:
        return _checked("instance_id", text, MAX_INSTANCE_ID)
    if len(resource) != 2:
        raise UserError(f"instance_id: {text!r} is an ARN, but not that of an Amazon Connect instance")
    return _checked("instance_id", resource[1], MAX_INSTANCE_ID)


def parse_contact_id(option: str, text: str, instance: str) -> str:
    """The ID of the contact that an ID or ARN names; its ARN must lie in the instance."""
    return _id_in_instance(option, text, instance, kind="contact")


def parse_user_id(text: str, instance: str) -> str:
    """The ID of the user that an ID or ARN names; Amazon Connect's ARNs say "agent" for every user."""
    return _id_in_instance("user_id", text, instance, kind="agent")


def _id_in_instance(option: str, text: str, instance: str, kind: str) -> str:
    resource = _resource(option, text)
    if resource is None:
        return _checked(option, text, MAX_ID)
    if len(resource) != 4 or resource[2] != kind:
        raise UserError(f"{option}: {text!r} is an ARN, but not one that ends in instance/INSTANCE-ID/{kind}/ID")
    if resource[1] != instance:
        raise UserError(f"{option}: {text!r} belongs to instance {resource[1]}, but instance_id says {instance}")
    return _checked(option, resource[3], MAX_ID)


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
        raise UserError(f"{option}: an ID may have at most {longest} characters, this one has {len(text)}: {text[:40]!r}...")
    if text in (".", ".."):
        raise UserError(f"{option}: {text!r} is not an ID")
    return text
