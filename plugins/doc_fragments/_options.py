"""Documentation of the options that every module of this collection takes."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
# Private to this collection: it may change at any time.

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  instance_id:
    description:
      - The Amazon Connect instance that the contact belongs to, by its ID or its ARN.
    type: str
    required: true
"""
