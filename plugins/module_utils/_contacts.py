"""Live contacts: described once, and refused with a clear error where they are not live."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations

from dataclasses import dataclass, field

from ansible_collections.contactops.amazon_connect.plugins.module_utils._connect import Connect
from ansible_collections.contactops.amazon_connect.plugins.module_utils._errors import UserError


@dataclass(frozen=True)
class Contact:
    """A contact as Connect described it, or, where it was not described, as the task names it."""

    contact_id: str
    initial_contact_id: str
    channel: str | None = None
    connected_to_agent: bool | None = None
    attributes: dict[str, str] = field(default_factory=dict)


def live_contact(connect: Connect, contact_id: str, initial_contact_id: str | None, with_attributes: bool) -> Contact:
    """The contact as Connect describes it now, with its initial contact looked up unless it is given.

    Raises UserError where the contact is unknown or has ended.
    """
    described = connect.describe_contact(contact_id)
    ended = described.get("DisconnectTimestamp")
    if ended:
        raise UserError(f"it ended at {ended.isoformat()}, and only live contacts can be acted on")
    initial = initial_contact_id or initial_contact_of(described, contact_id)
    return Contact(
        contact_id=contact_id,
        initial_contact_id=initial,
        channel=described.get("Channel"),
        connected_to_agent="ConnectedToAgentTimestamp" in described.get("AgentInfo", {}),
        attributes=connect.attributes_of(described, initial) if with_attributes else {},
    )


def initial_contact_of(described: dict, contact_id: str) -> str:
    """The first contact of the chain. One that was never transferred may name none: then it is the first itself."""
    return described.get("InitialContactId") or contact_id
