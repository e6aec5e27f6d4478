"""The mandate and the rules in force: which kinds are on, with what bound, for whom waived."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A mandate as it stands from `from_week` to `until_week` (half-open) and its ceilings.

    ceilings: persons by category, of `military` (contingents, staff officers, experts), `police`
    (formed units and individuals), `fpu`, `ipo`. assumed: a renewal that has not happened yet.
    """

    resolution: str
    from_week: int
    until_week: int
    ceilings: tuple[tuple[str, int], ...]
    assumed: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in force. `kind` is a key of the rulebook, `rule` its name in this mission.

    parameters: by name, as the rulebook lists them for the kind (tuples for lists);
    hard: must hold; else each unit of violation costs `penalty_usd` in the objective;
    waived: subjects (contributors, units, sites: as the kind says) to which it does not apply.
    """

    rule: str
    kind: str
    hard: bool
    penalty_usd: float
    source: str
    waived: tuple[str, ...]
    parameters: tuple[tuple[str, object], ...]

    def parameter(self, name: str) -> object:
        """Value of a parameter.

        Raises
        ------
        KeyError
            If the rule has no parameter of that name.
        """
        return dict(self.parameters)[name]

    def number(self, name: str) -> float:
        """Value of a numeric parameter."""
        value = self.parameter(name)
        if not isinstance(value, int | float):
            raise TypeError(f"rule {self.rule}: {name} is not a number: {value!r}")
        return float(value)

    def names(self, name: str) -> tuple[str, ...]:
        """Value of a parameter that lists names."""
        value = self.parameter(name)
        if not isinstance(value, tuple):
            raise TypeError(f"rule {self.rule}: {name} is not a list: {value!r}")
        return tuple(str(item) for item in value)
