"""A page as one HTML file that asks nothing of any network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from planner.export.notice import NOTICE
from planner.report.embedded import as_data, policy
from planner.report.looks import looks
from planner.report.svg import drawn
from planner.report.vendored import leaflet_licence, leaflet_script, leaflet_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.report.page import Chapter, Chart, Page, Section

TEMPLATE = Path(__file__).parent / "template"
ABOUT = (
    "Made with peaceplan. This is a computed planning product, no order, and no document of the "
    "United Nations."
)


def html(page: Page, symbols: Mapping[str, str]) -> str:
    """The page. symbols: pictures of unit types, as data URIs.

    The same page gives the same text.
    """
    scripts = [leaflet_script(), _own("tips.js"), _own("map.js")]
    has_map = any(section.map for chapter in page.chapters for section in chapter.sections)
    if not has_map:
        scripts = [_own("tips.js")]
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template("report.html.j2").render(
        page=_shown(page),
        policy=policy(scripts),
        scripts=[Markup(script) for script in scripts],  # noqa: S704 (ours and Leaflet's)
        styles={name: Markup(text) for name, text in _styles().items()},  # noqa: S704 (likewise)
        looks=Markup(as_data(looks() if has_map else {})),  # noqa: S704 (escaped for a script element)
        symbols=Markup(as_data(dict(symbols))),  # noqa: S704 (likewise)
    )


def _own(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


def _styles() -> dict[str, str]:
    return {"leaflet": leaflet_style(), "own": _own("report.css")}


def _shown(page: Page) -> dict[str, Any]:
    return {
        "title": page.title,
        "subtitle": page.subtitle,
        "reader": page.reader,
        "about": ABOUT,
        "notice": NOTICE,
        "licences": "Leaflet 1.9.4\n" + leaflet_licence(),
        "chapters": [_chapter(chapter) for chapter in page.chapters],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    sections = [_section(section) for section in chapter.sections]
    return {"anchor": chapter.anchor, "title": chapter.title, "sections": sections}


def _section(section: Section) -> dict[str, Any]:
    found = section.map
    return {
        "anchor": section.anchor,
        "title": section.title,
        "what": section.what,
        "cards": section.cards,
        "lists": section.lists,
        "tables": section.tables,
        "charts": [
            _chart(chart, f"{section.anchor}-{place}") for place, chart in enumerate(section.charts)
        ],
        "map": found
        and {
            "anchor": found.anchor,
            "title": found.title,
            "days": found.data["days"],
            "has_days": found.has_days,
            "legend": found.legend,
            "data": Markup(as_data(found.data)),  # noqa: S704 (escaped for a script element)
        },
    }


def _chart(chart: Chart, anchor: str) -> dict[str, Any]:
    label = f"{chart.title}. {chart.what} The numbers stand in the table below."
    return {"title": chart.title, "what": chart.what, "svg": drawn(chart.spec, anchor, label)}
