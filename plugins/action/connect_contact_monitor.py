"""connect_contact_monitor in the controller: the module's work and options, without its process."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..plugin_utils._action import InProcessAction, load


class ActionModule(InProcessAction):
    loaded = load("connect_contact_monitor", "ensure_monitoring")
