"""Makes the checkout importable as the collection, and runs the trial."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import sys

from .checkout import importable_collection


def main() -> int:
    with importable_collection():
        from .program import main as run_trial  # it imports the collection

        return run_trial()


if __name__ == "__main__":
    sys.exit(main())
