"""Reports of hand-made plans, and what a browser would see of their elements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from planner.compare.wholes import Whole
from planner.export.marking import ORGANISATION
from planner.report.report import report
from tests.compare.sides import side, with_budget
from tests.export.plans import mission_with_reach, plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.compare.sides import Side
    from planner.export.marking import Reader
    from planner.mission.mission import Mission

PLACES = {"hub": (4.4, 18.6), "alpha": (6.5, 17.5), "bravo": (6.0, 21.0)}
VOID = {"meta", "link", "input", "img", "br"}


@dataclass
class Element:
    """An element with its attributes, the text in it, and those around it."""

    tag: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    text: str = ""


@dataclass
class Elements(HTMLParser):
    """All elements of a page, in order."""

    found: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element."""
        above = tuple(each.tag for each in self.open)
        made = Element(tag, {name: value or "" for name, value in attrs}, above)
        self.found.append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that has nothing in it."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Every element is closed before the one around it."""
        assert self.open[-1].tag == tag, (self.open[-1], tag)
        self.open.pop()

    def handle_data(self, data: str) -> None:
        """Text belongs to every element around it."""
        for each in self.open:
            each.text += data


def elements(text: str, *tags: str) -> list[Element]:
    """Elements of some tags, or all."""
    parser = Elements()
    parser.feed(text)
    parser.close()
    assert not parser.open
    return [each for each in parser.found if not tags or each.tag in tags]


def spread(mission: Mission) -> Mission:
    """A mission whose three sites lie apart."""
    sites = {
        name: replace(site, latitude=PLACES[name][0], longitude=PLACES[name][1])
        for name, site in mission.sites.items()
    }
    return replace(mission, sites=sites)


def one(mission: Mission | None = None) -> Side:
    """A plan in which u1 and u2 stand and p1 comes by road."""
    asked = mission or spread(mission_with_reach())
    own = side("one", asked)
    return replace(own, plan=plan(asked))


def two() -> list[Side]:
    """Plans under two budgets."""
    return [
        side("poor", with_budget(1e6), terms={"cost": 9e5}, bound_usd=8e5),
        side("rich", with_budget(2e6), terms={"cost": 8e5}, bound_usd=8e5),
    ]


def whole(name: str = "both") -> Whole:
    """A portfolio of two missions."""
    asked = spread(mission_with_reach())
    sides = {each: one(replace(asked, name=each.title())) for each in ("north", "south")}
    return Whole(name, "both", "Two missions", "0", sides, 1_000_000.0)


def page(told: Sequence[Side | Whole] | None = None, reader: Reader = ORGANISATION) -> str:
    """The report of plans; of `one` by default."""
    return report(told or [one()], (), reader)
