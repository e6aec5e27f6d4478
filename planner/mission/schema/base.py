"""Building blocks of the schema: strict frozen sections, and numbers with their ranges."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# Beyond these a number is a slip of the pen, and sums of such numbers would lose their meaning.
MOST_COUNTED = 10_000_000
LARGEST = 1e12

Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\s>;,:]+$")]
Iso3 = Annotated[str, Field(min_length=1, description="ISO 3166-1 alpha-3 code")]
Flag = Annotated[bool, Field(strict=True)]
Day = Annotated[date, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST_COUNTED)]
AtLeastOne = Annotated[int, Field(strict=True, ge=1, le=MOST_COUNTED)]
Whole = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True, ge=0, le=LARGEST, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, gt=0, le=LARGEST, allow_inf_nan=False)]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
Latitude = Annotated[float, Field(strict=True, ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(strict=True, ge=-180, le=180, allow_inf_nan=False)]
Hour = Annotated[float, Field(strict=True, ge=0, le=24, allow_inf_nan=False)]
Month = Annotated[int, Field(strict=True, ge=1, le=12)]
FileName = Annotated[
    str,
    Field(
        min_length=1,
        description="`dataset:path` of a shipped table, or a path inside the config's folder. "
        "A table is a CSV or a sheet of a workbook (`units.xlsx`, of several `own.xlsx[units]`)",
        json_schema_extra={"format": "file"},
    ),
]
ModeName = Literal["air", "sea", "road", "river"]
SurfaceName = Literal["paved", "unpaved", "pad"]
GroupName = Literal["I", "II", "III"]


class Section(BaseModel):
    """A mapping of the config: unknown keys are errors, and values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)
