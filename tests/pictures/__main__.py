"""Makes the pictures in docs/images: all of them, or those whose names are given."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from ansible.plugins.loader import init_plugin_loader

from . import page, payment, terminal
from .outcomes import every_outcome

IMAGES = Path(__file__).parents[2] / "docs" / "images"
NAMES = ("terminal.svg", "payment.svg", "states.svg", "page.png")


def main() -> None:
    parser = argparse.ArgumentParser(prog="pictures", description="Make the pictures of the documentation.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"default: {' '.join(NAMES)}")
    names = parser.parse_args().names or NAMES
    for name in set(names) - set(NAMES):
        parser.error(f"{name} is not one of {', '.join(NAMES)}")
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        for name in names:
            make(name, Path(folder))
            print(f"Made docs/images/{name}", flush=True)


def make(name: str, folder: Path) -> None:
    """folder: to work in. The demo installs the collection there, and all pictures use what it installed."""
    demo, collections = folder / "demo.txt", folder / "demo" / "collections"
    if not demo.exists():
        demo.write_text(terminal.run(folder / "demo"))
        init_plugin_loader([str(collections)])
    if name == "page.png":
        page.take(IMAGES / name, collections, folder)
        return
    from . import states  # from the installed collection

    drawn = {
        "terminal.svg": lambda: terminal.draw(demo.read_text()),
        "payment.svg": lambda: payment.draw(every_outcome(collections, folder)),
        "states.svg": states.draw,
    }
    (IMAGES / name).write_text(drawn[name](), encoding="utf-8")


if __name__ == "__main__":
    main()
