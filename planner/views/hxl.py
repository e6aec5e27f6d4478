"""Hashtags of the Humanitarian Exchange Language (HXL 1.1) for the columns of views."""

from __future__ import annotations

# Columns that have a hashtag of the standard's core schema.
TAGS = {
    "contributor": "#country+code+v_iso3",
    "unit": "#org+code",
    "unit_type": "#org+type",
    "type_name": "#org+type+name",
    "site": "#loc+code",
    "site_name": "#loc+name",
    "final_site": "#loc+final",
    "port": "#loc+port+code",
    "origin": "#loc+origin",
    "destination": "#loc+destination",
    "sector": "#region+code",
    "mission": "#operations+code",
    "name": "#meta+name",
    "week": "#date+week+num",
    "quarter": "#date+quarter+num",
    "first_day": "#date+start",
    "from": "#date+start",
    "until": "#date+end",
    "in_mission_by": "#date+start",
    "departs": "#date+departure",
    "arrives": "#date+arrival",
    "ready_to_load": "#date+ready",
    "required_delivery": "#date+required",
    "persons": "#capacity+persons",
    "strength_persons": "#capacity+persons",
    "authorised_persons": "#capacity+persons+authorised",
    "passengers": "#delivery+persons",
    "tonnes": "#delivery+tonnes",
    "supply_class": "#item+code",
    "item": "#item+name",
    "capability": "#need+capability",
    "requirement": "#need+code",
    "priority": "#severity+priority",
    "usd": "#value+usd",
    "source": "#meta+source",
    "reason": "#cause",
    "status": "#status",
}


def hashtag(column: str) -> str:
    """The hashtag of a column; sums of money and shares have their own, what is left is `#meta`."""
    if column in TAGS:
        return TAGS[column]
    if column.endswith("_usd"):
        return f"#value+usd+{column.removesuffix('_usd')}"
    if column.endswith("_percent"):
        return f"#indicator+percent+{column.removesuffix('_percent')}"
    return f"#meta+{column}"
