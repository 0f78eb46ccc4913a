"""Starts Debian's Chromium without a window, for tests and pictures of a page."""

# Copyright (c) 2026 contactops developers
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# Selenium's names for keys.
TAB, ENTER, ESCAPE = "\ue004", "\ue007", "\ue00c"


class NoBrowser(Exception):
    """What has to be installed."""


@contextmanager
def chromium(width: int = 1280, height: int = 900, dark: bool = False) -> Iterator:
    """A browser whose pages have exactly this size, as a Selenium driver. Raises NoBrowser."""
    programs = [shutil.which(name) for name in ("chromium", "chromedriver")]
    try:
        from selenium import webdriver
    except ImportError as missing:
        raise NoBrowser("The page is tested in Chromium: pip install selenium") from missing
    if None in programs:
        raise NoBrowser("The page is tested in Chromium: apt-get install chromium chromium-driver")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = str(programs[0])
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options, webdriver.ChromeService(programs[1]))
        try:
            resize(browser, width, height, dark)
            yield browser
        finally:
            browser.quit()


def resize(browser, width: int, height: int, dark: bool = False) -> None:
    """A window would not become narrower than 500 pixels."""
    metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})


def screenshot(url: str, path: Path, width: int = 1280, height: int = 900, dark: bool = False, ready: str = "") -> None:
    """Save a picture of a page, once it has an element that the CSS selector ready finds."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    with chromium(width, height, dark) as browser:
        browser.get(url)
        if ready:
            WebDriverWait(browser, 10).until(lambda _browser: browser.find_elements(By.CSS_SELECTOR, ready))
        browser.save_screenshot(str(path))
