"""Asks an Amazon Connect instance how it behaves, with a live call of the caller: python -m trial (in tests/)."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
