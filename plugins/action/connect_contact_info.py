"""connect_contact_info in the controller: the module's work and options, without its process."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ..module_utils._contact_search import find_contacts
from ..modules.connect_contact_info import ARGUMENT_SPEC, CONSTRAINTS
from ..plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    work = staticmethod(find_contacts)
    argument_spec = ARGUMENT_SPEC
    constraints = CONSTRAINTS
