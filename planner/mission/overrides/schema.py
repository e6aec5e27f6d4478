"""A scenario's own keys."""

from typing import Annotated, Any, Literal

from pydantic import Field

from planner.mission.schema.base import Number, Section, Text

Factor = Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)]


class Overrides(Section):
    """Overrides of a config, by path: dotted keys, entries of lists and rows of tables by their
    name, `*` for all of them. Applied in the order of these keys, after those of `include`.
    """

    include: tuple[Text, ...] = ()
    """Files of overrides (without `base`), from the folder of this file."""
    remove: tuple[Text, ...] = ()
    """Paths of what is taken out."""
    set: dict[Text, Any] = Field(default_factory=dict)
    """New value by path."""
    add: dict[Text, list[Any]] = Field(default_factory=dict)
    """Entries that are put at the end of a list, by its path."""
    scale: dict[Text, Factor] = Field(default_factory=dict)
    """Factor by path, on a number or on all numbers of a list or mapping. `budget` stands for all
    appropriations and the inflows (or assessments) of all funds without `lines`."""
    assumptions: tuple[Text, ...] = ()
    """What the scenario rests on, in words."""


class ChangePrices(Section):
    """What departing from a plan is priced at, where the scenario changes one in its middle."""

    posting_usd: Number | None = None
    """Objective price of each posting of the plan that is changed."""
    trip_usd: Number | None = None
    """Objective price of each shared trip of the plan that is no longer made."""


class Scenario(Overrides):
    """A config that is another config with overrides."""

    peaceplan: Literal[1] = 1
    """Version of this schema."""
    base: Text
    """The config or scenario that this one changes, from the folder of this file."""
    change_prices: ChangePrices | None = None
    """For `peaceplan replan`, which reads it from its own file of changes alone."""
