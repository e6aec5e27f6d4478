"""Chromium without a screen, which opens files and tells what they ask for and complain of.

`python -m tests.tools.browser FILE...` says how long each takes until it can be used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAM = "/usr/bin/chromium"
# No sandbox: containers have none to give. The rest keeps Chromium from calling home.
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update")  # fmt: skip


@dataclass
class Opened:
    """A page, the addresses that it asked for, and what went wrong in it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for as long as it is needed."""
    if not Path(PROGRAM).exists():
        pytest.fail(f"{PROGRAM} is missing: run make test-tools, which installs it")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        except Error as error:
            pytest.fail(f"{PROGRAM} does not start: {error}")
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, path: Path, width: int = 1280, height: int = 900) -> Iterator[Opened]:
    """A file in a window of that size, offline."""
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    page = context.new_page()
    found = Opened(page)
    page.on("request", lambda request: found.asked.append(request.url))
    page.on("pageerror", lambda error: found.wrong.append(str(error)))
    page.on(
        "console",
        lambda said: found.wrong.append(said.text) if said.type in ("error", "warning") else None,
    )
    page.goto(path.as_uri())
    yield found
    context.close()


def usable_after_ms(browser: Browser, path: Path) -> float:
    """From the begin of loading until all scripts have run and the page has been laid out."""
    with opened(browser, path) as found:
        timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
        return float(found.page.evaluate(timing))


if __name__ == "__main__":
    with chromium() as started:
        for name in sys.argv[1:]:
            after = usable_after_ms(started, Path(name).resolve())
            size = Path(name).stat().st_size / 1e6
            sys.stdout.write(f"{name}: {size:.1f} MB, usable after {after:,.0f} ms\n")
