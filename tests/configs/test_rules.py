"""The rules of the shipped missions, all of them together."""

from planner.mission.load import load_mission
from planner.resources import bundled
from planner.rulebook import MANDATE_KINDS

SHIPPED = ("minusca", "minusca-startup")


def test_every_kind_of_the_mandate_is_in_a_shipped_mission() -> None:
    """Tests that no kind of rule is left without a mission that shows how it is written, and that
    each says where it comes from.

    That each kind also binds, tests/model shows on small missions.
    """
    missions = [load_mission(bundled("configs") / "missions" / f"{name}.yaml") for name in SHIPPED]
    rules = [rule for mission in missions for rule in mission.rules]
    assert {rule.kind for rule in rules} == set(MANDATE_KINDS)
    assert all(rule.source for rule in rules)
