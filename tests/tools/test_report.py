"""Chromium draws reports, offline, with mouse, keyboard and printer, and axe finds no barrier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.report.pages import one, page, two, whole
from tests.tools.browser import chromium, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

pytestmark = pytest.mark.tools

KINDS: dict[str, Callable[[], list[Side] | list[Whole]]] = {
    "one": lambda: [one()],
    "two": two,
    "whole": lambda: [whole()],
}
PHONE = (390, 844)
SLIDER = ".plan-map input[type=range]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of each kind."""
    folder = tmp_path_factory.mktemp("reports")
    paths = {kind: folder / f"{kind}.html" for kind in KINDS}
    for kind, path in paths.items():
        path.write_text(page(KINDS[kind]()), encoding="utf-8")
    return paths


def ready(shown: Page, number: int = 0) -> None:
    """Wait until a map, which is drawn when it comes near, is there."""
    shown.locator(".plan-map").nth(number).scroll_into_view_if_needed()
    shown.locator(".plan-map[data-ready]").nth(number).wait_for()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(1280, 900), PHONE])
def test_pages_open_offline(
    browser: Browser, files: dict[str, Path], kind: str, size: tuple[int, int]
) -> None:
    """Tests that nothing but the file is asked for, that nothing is complained of, that every map
    and chart is drawn, and that nothing but tables and charts is wider than the window.
    """
    with opened(browser, files[kind], *size) as found:
        maps = found.page.locator(".plan-map").count()
        assert maps == (2 if kind == "whole" else 1)
        for number in range(maps):
            ready(found.page, number)
        charts = found.page.locator(".chart svg").all()
        assert kind == "one" or charts
        for chart in charts:
            marks = chart.locator("[data-say]")
            assert marks.count() > 0
            assert (chart.bounding_box() or {"width": 0})["width"] > 250
        wide = found.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0
        assert found.asked == [files[kind].as_uri()]
        assert found.wrong == []


def test_the_slider_moves_units_and_loads(browser: Browser, files: dict[str, Path]) -> None:
    """Tests before p1's cargo leaves, while it is on the road, and when p1 is there."""
    with opened(browser, files["one"]) as found:
        ready(found.page)
        slider, status = found.page.locator(SLIDER), found.page.locator(".map-status")
        bravo = found.page.locator(".leaflet-marker-icon[aria-label^=bravo]")
        assert status.inner_text().startswith("300 persons in 2 units at 2 sites; 0 loads")
        assert bravo.get_attribute("aria-label") == "bravo: 0 units, 0 persons"
        slider.fill("36")
        assert "2 loads under way" in status.inner_text()
        assert found.page.locator("path.move").count() == 1
        slider.fill("42")
        assert status.inner_text().startswith("450 persons in 3 units at 3 sites; 0 loads")
        assert found.page.locator("path.move").count() == 0
        assert bravo.get_attribute("aria-label") == "bravo: 1 unit, 150 persons"
        assert slider.get_attribute("aria-valuetext") == found.page.locator("output").inner_text()
        assert found.wrong == []


def test_popups_tell_of_sites_sectors_and_loads(browser: Browser, files: dict[str, Path]) -> None:
    """Tests a site's units with strength and dates, and what a line carries."""
    with opened(browser, files["one"]) as found:
        ready(found.page)
        found.page.locator(".leaflet-marker-icon[aria-label^=alpha] .stand").click()
        popup = found.page.locator(".leaflet-popup-content").last
        popup.locator("td").first.wait_for()
        assert popup.locator("td").all_inner_texts()[:4] == ["u1", "infantry coy", "AAA", "150"]
        found.page.locator(SLIDER).fill("36")
        found.page.locator("path.move").first.dispatch_event("click")
        popup = found.page.locator(".leaflet-popup-content").last
        expect(popup).to_contain_text("road:hub>bravo")
        expect(popup).to_contain_text("p1, arrive, in, 60 t")


def test_what_the_map_shows_stands_in_a_table(browser: Browser, files: dict[str, Path]) -> None:
    """Tests that the table of the day follows the slider: units, loads and sectors."""
    with opened(browser, files["one"]) as found:
        ready(found.page)
        found.page.get_by_text("Table: what the map shows on this day").click()
        tables = found.page.locator(".day-table table")
        expect(tables.nth(0).locator("tbody tr")).to_have_count(2)
        found.page.locator(SLIDER).fill("42")
        expect(tables.nth(0).locator("tbody tr")).to_have_count(3)
        found.page.locator(SLIDER).fill("36")
        expect(tables.nth(1).locator("tbody tr").first).to_contain_text("p1, arrive, in, 60 t")
        assert tables.count() == 3


def test_play_goes_on_day_by_day_until_paused(browser: Browser, files: dict[str, Path]) -> None:
    """Tests that the day moves by itself, and stands when it is paused."""
    with opened(browser, files["one"]) as found:
        ready(found.page)
        button = found.page.get_by_role("button", name="Play")
        button.click()
        expect(found.page.locator(SLIDER)).not_to_have_value(re.compile("^[01]$"))
        found.page.get_by_role("button", name="Pause").click()
        day = found.page.locator(SLIDER).input_value()
        found.page.wait_for_timeout(500)
        assert found.page.locator(SLIDER).input_value() == day


def test_the_keyboard_is_enough(browser: Browser, files: dict[str, Path]) -> None:
    """Tests the skip link, the slider by arrows, and a site's popup by Enter."""
    with opened(browser, files["one"]) as found:
        ready(found.page)
        found.page.evaluate("window.scrollTo(0, 0)")
        focused = "document.activeElement"
        found.page.keyboard.press("Tab")
        assert found.page.evaluate(f"{focused}.className") == "skip"
        assert found.page.evaluate(f"getComputedStyle({focused}).outlineStyle") != "none"
        found.page.keyboard.press("Enter")
        assert found.page.evaluate(f"{focused}.id") == "main"
        tab_until(found.page, f"{focused}.type === 'range'")
        found.page.keyboard.press("ArrowRight")
        assert found.page.locator(SLIDER).input_value() == "1"
        tab_until(found.page, f"{focused}.classList.contains('leaflet-marker-icon')")
        found.page.keyboard.press("Enter")
        found.page.locator(".leaflet-popup-content h4").wait_for()


def tab_until(shown: Page, there: str) -> None:
    """Press Tab until the focus is where it should be."""
    for _ in range(60):
        shown.keyboard.press("Tab")
        if shown.evaluate(there):
            return
    pytest.fail(f"60 times Tab, and never {there}")


@pytest.mark.parametrize("kind", KINDS)
def test_it_prints(browser: Browser, files: dict[str, Path], kind: str) -> None:
    """Tests that there are pages, and that maps below the window are drawn too."""
    with opened(browser, files[kind]) as found:
        content = found.page.pdf(format="A4", print_background=True)
        assert content.startswith(b"%PDF-")
        assert content.count(b"/Type /Page\n") >= 1
        found.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        maps = found.page.locator(".plan-map").count()
        assert found.page.locator(".plan-map[data-ready].printing").count() == maps
        found.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert found.page.locator(".printing").count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_barrier(browser: Browser, files: dict[str, Path], kind: str) -> None:
    """Tests the rules of WCAG 2.2 AA that a program can ask, with all tables open."""
    with opened(browser, files[kind]) as found:
        ready(found.page)
        found.page.evaluate(
            "document.querySelectorAll('details').forEach(each => each.open = true)"
        )
        said = Axe().run(
            found.page,
            options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa",
                                 "best-practice"]},
        )  # fmt: skip
        assert [(each["id"], len(each["nodes"])) for each in said.response["violations"]] == []
