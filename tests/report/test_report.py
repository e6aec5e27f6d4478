"""A report is one file, which asks nothing of anybody and can be read by everybody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from planner.errors import ExportFailed
from planner.export.marking import ORGANISATION, PUBLIC, contributor
from planner.report import extras
from planner.report.report import write_report
from tests.export.plans import mission_with_reach
from tests.report.pages import elements, one, page, spread, two, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from planner.compare.sides import Side
    from planner.compare.wholes import Whole

KINDS: dict[str, Callable[[], list[Side] | list[Whole]]] = {
    "one": lambda: [one()],
    "two": two,
    "whole": lambda: [whole()],
    "wholes": lambda: [whole("today"), whole("tomorrow")],
}
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"' & ${7*7} {{7*7}}"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_fetched_from_anywhere(kind: str) -> None:
    """Tests every attribute that names a source, and every url() of the styles."""
    text = page(KINDS[kind]())
    for each in elements(text):
        for name in ("src", "srcset", "data", "action", "poster", "href", "xlink:href"):
            value = each.attributes.get(name, "#")
            assert value.startswith(("#", "data:")), (each.tag, value)
    urls = re.findall(r"url\(([^)]*)\)", text.partition("</head>")[0])
    assert urls
    assert all(url.startswith("data:") or url == "#default#VML" for url in urls)
    assert "@import" not in text
    assert "sourceMappingURL" not in text


def test_only_the_pages_own_scripts_may_run() -> None:
    """Tests the policy: the hash of each script, nothing else, and no fetching."""
    text = page()
    [policy] = [
        each.attributes["content"]
        for each in elements(text, "meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(part.split(" ", 1) for part in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
    assert rules["script-src"].split() == [f"'sha256-{each}'" for each in hashes]
    assert len(scripts) == 3


def test_hostile_names_are_text() -> None:
    """Tests a mission, a unit, a type, a site and a sector whose names would be elements."""
    base = spread(mission_with_reach())
    sites = base.sites | {"alpha": replace(base.sites["alpha"], name=HOSTILE)}
    sectors = {name: replace(each, name=HOSTILE) for name, each in base.sectors.items()}
    kind = replace(base.unit_types["infantry_coy"], unit_type=HOSTILE)
    units = {name: replace(each, unit_type=HOSTILE) for name, each in base.units.items()}
    types = base.unit_types | {HOSTILE: kind}
    mission = replace(
        base, name=HOSTILE, sites=sites, sectors=sectors, units=units, unit_types=types
    )
    hostile = one(mission)
    postings = hostile.plan.tables["postings"].replace({"unit_type": {"infantry_coy": HOSTILE}})
    tables = hostile.plan.tables | {"postings": postings}
    tagged = replace(hostile, plan=replace(hostile.plan, tables=tables, waivers=(HOSTILE,)))
    ours, theirs = page([one()]), page([tagged])
    for tag in ("script", "img"):
        assert len(elements(theirs, tag)) == len(elements(ours, tag))
    assert not any(name.startswith("on") for e in elements(theirs) for name in e.attributes)
    assert next(each.text for each in elements(theirs, "h1")) == HOSTILE
    [data] = [e.text for e in elements(theirs, "script") if e.attributes.get("class") == "map-data"]
    said = json.loads(data)
    assert HOSTILE in {each["name"] for each in said["sites"]}
    assert {each["name"] for each in said["areas"]} == {HOSTILE}
    assert {each["type"] for each in said["postings"]} == {HOSTILE}


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_can_be_read_without_seeing_it(kind: str) -> None:
    """Tests landmarks, one main heading, levels without a leap, labels, and a table for each
    chart.
    """
    text = page(KINDS[kind]())
    every = elements(text)
    tags = [each.tag for each in every]
    for landmark in ("header", "nav", "main", "footer", "h1", "title"):
        assert tags.count(landmark) == 1
    levels = [int(each.tag[1]) for each in every if re.fullmatch(r"h[1-6]", each.tag)]
    assert all(two - one <= 1 for one, two in pairwise(levels))
    ids = [each.attributes["id"] for each in every if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    for each in every:
        for name in ("for", "aria-labelledby"):
            assert set(each.attributes.get(name, "").split()) <= set(ids)
        target = each.attributes.get("href", "#" + ids[0])
        assert target.startswith("data:") or target[1:] in ids
    sliders = [each for each in every if each.attributes.get("type") == "range"]
    labels = {each.attributes["for"] for each in every if each.tag == "label"}
    assert {each.attributes["id"] for each in sliders} <= labels
    assert next(each for each in every if each.tag == "html").attributes["lang"] == "en"
    for part in re.findall(r"<section .*?</section>", text, re.DOTALL):
        charts = [e for e in elements(part, "svg") if e.attributes.get("role") == "img"]
        assert all(len(e.attributes["aria-label"]) > 20 for e in charts)
        assert len(elements(part, "figure")) == len(charts)
        if charts:
            assert elements(part, "table")


def test_the_same_plan_gives_the_same_bytes() -> None:
    """Tests two reports of each kind."""
    for make in KINDS.values():
        assert page(make()) == page(make())


def test_a_reader_gets_what_is_released_alone() -> None:
    """Tests that the public reads of no unit and no site, and a contributor of its own."""
    told = [one()]
    public, own, other = (page(told, each) for each in
                          (PUBLIC, contributor("AAA"), contributor("BBB")))  # fmt: skip
    assert "Released to: organisation" in page(told, ORGANISATION)
    assert "Released to: public" in public
    for name in ("p1@bravo", ">p1<", '"p1"', ">bravo<", '"bravo"', "need-bravo"):
        assert name not in public
        assert name not in other
    assert '"unit":"p1"' in own


def test_a_portfolio_has_a_chapter_for_each_mission() -> None:
    """Tests headings of the whole and of both missions, each with its map."""
    text = page([whole()])
    titles = [each.text for each in elements(text, "h2")]
    assert titles == ["Two missions", "North", "South", "Data"]
    assert len([e for e in elements(text, "input") if e.attributes["type"] == "range"]) == 2


def test_several_plans_are_compared() -> None:
    """Tests the comparison, the frontier, and the first plan in full."""
    text = page(two())
    titles = [each.text for each in elements(text, "h2")]
    assert titles[:2] == ["Scenarios side by side", "Money against the mandate"]
    cells = {each.text for each in elements(text, "td")}
    assert {"poor", "rich", "900,000"} <= cells
    public = page(two(), PUBLIC)
    assert "rich" not in {each.text for each in elements(public, "td")}
    assert "beside 1 other" in text
    assert "beside 1 other" not in public


def test_there_is_no_slider_where_no_day_shows_another_thing() -> None:
    """Tests the controls and the heading for the organisation and for the public."""
    for reader, hidden in ((ORGANISATION, False), (PUBLIC, True)):
        text = page(reader=reader)
        [controls] = [e for e in elements(text, "div") if e.attributes.get("class") == "controls"]
        assert ("hidden" in controls.attributes) is hidden
        assert ("Map by day" in text) is not hidden


def test_what_there_is_nothing_of_is_said_so() -> None:
    """Tests that there is no table without rows, and that the heading of each tells how many."""
    text = page()
    assert "What the plan falls short of, and why: nothing." in text
    for part in re.findall(r"<table>.*?</table>", text, re.DOTALL):
        assert elements(part, "td")


def test_the_file_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that nothing is overwritten unasked, and that a missing extra is named."""
    target = tmp_path / "report.html"
    write_report([one()], (), ORGANISATION, target, overwrite=False)
    first = target.read_bytes()
    assert len(first) < 1_000_000
    with pytest.raises(ExportFailed, match="exists; pass --overwrite"):
        write_report([one()], (), ORGANISATION, target, overwrite=False)
    write_report([one()], (), ORGANISATION, target, overwrite=True)
    assert target.read_bytes() == first
    monkeypatch.setattr(extras, "find_spec", lambda _: None)
    with pytest.raises(ExportFailed, match=r"Jinja2 and vl-convert-python; .*peaceplan\[report\]"):
        write_report([one()], (), ORGANISATION, tmp_path / "new.html", overwrite=False)
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
