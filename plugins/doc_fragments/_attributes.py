"""Documentation of the attributes that the modules of this collection share."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/contactops.amazon_connect.connect) in C(module_defaults) to set defaults for this module.
    support: full
    membership:
      - contactops.amazon_connect.connect
  check_mode:
    description: Can run in C(check_mode) and return what would change, without changing anything.
  diff_mode:
    description: Returns what changes, or in C(check_mode) what would change, when in diff mode.
  idempotent:
    description:
      - When run twice in a row with the same arguments, the second run changes nothing and says so.
      - This assumes that nobody else acts on the contact in between.
"""
