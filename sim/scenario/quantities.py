"""The kinds of number that a scenario holds, with their limits.

State is 64-bit: no number of units is above `MOST_UNITS`, no price above `MOST_PRICE`, so that a product of
the two fits; `checks` bounds the sums. A share is held as it is written and becomes whole millionths in
`sim.model`.
"""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from typing_extensions import override

from sim.printable import LINE_BREAKS, unprintable
from sim.scenario.meanings import meanings

MOST_UNITS = 1_000_000_000
MOST_PRICE = 10_000_000
MOST_USD = 10**15
MOST_DAYS = 36_525
MOST_REAL = 1e15
EARLIEST = date(1950, 1, 1)
LATEST = date(2150, 12, 31)


class Table(BaseModel):
    """A table of the scenario file: frozen, and closed to unknown keys."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        serialize_by_alias=True,
    )

    @classmethod
    @override
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Its schema, which says what each key means."""
        schema = handler(core_schema)
        keys, found = handler.resolve_ref_schema(schema).get("properties", {}), meanings(cls)
        for name, field in cls.model_fields.items():
            if name in found:
                keys[field.alias or name]["description"] = found[name]
        return schema


def _as_date(value: Any) -> Any:
    """A date as TOML has it, or as ISO text ("2023-09-01"); anything else is left for pydantic to refuse."""
    if isinstance(value, datetime):
        raise ValueError("a date without a time of day")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _as_whole(value: Any) -> Any:
    """A whole number, also one that is written as a real one (4000.0, as NumPy's ranges have them)."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _as_name(value: str) -> str:
    if not value.strip() or value != value.strip():
        raise ValueError("a name, without spaces at its ends")
    if any(sign in value for sign in "/\\") or not value.isprintable() or value.startswith("."):
        raise ValueError("a name without '/', '\\', line breaks or control characters that does not begin with '.'")
    return value


def _as_noun(value: str) -> str:
    if not value.strip() or value != value.strip():
        raise ValueError("a word, without spaces at its ends")
    return _as_text(value)


def _as_text(value: str, besides: str = "") -> str:
    if sign := unprintable(value, besides):
        more = "" if besides else " or line breaks"
        raise ValueError(f"a text without control characters, overrides of direction{more} ({sign} in it)")
    return value


def _as_lines(value: str) -> str:
    return _as_text(value, LINE_BREAKS)


WHOLE = BeforeValidator(_as_whole)

Date = Annotated[date, BeforeValidator(_as_date), Field(strict=True, ge=EARLIEST, le=LATEST)]
Name = Annotated[str, Field(strict=True, max_length=80), AfterValidator(_as_name)]
Noun = Annotated[str, Field(strict=True, max_length=40), AfterValidator(_as_noun)]
Text = Annotated[str, Field(strict=True), AfterValidator(_as_text)]
Lines = Annotated[str, Field(strict=True), AfterValidator(_as_lines)]
"""A text that may have several lines."""
Units = Annotated[int, Field(strict=True, ge=0, le=MOST_UNITS), WHOLE]
Price = Annotated[int, Field(strict=True, ge=0, le=MOST_PRICE), WHOLE]
Usd = Annotated[int, Field(strict=True, ge=0, le=MOST_USD), WHOLE]
Days = Annotated[int, Field(strict=True, ge=0, le=MOST_DAYS), WHOLE]
PositiveDays = Annotated[int, Field(strict=True, ge=1, le=MOST_DAYS), WHOLE]
Rounds = Annotated[int, Field(strict=True, ge=1, le=1000), WHOLE]
Share = Annotated[float, Field(strict=True, ge=0, le=1, allow_inf_nan=False)]
NonNegative = Annotated[float, Field(strict=True, ge=0, le=1e6, allow_inf_nan=False)]
Positive = Annotated[float, Field(strict=True, gt=0, le=1e6, allow_inf_nan=False)]
Factor = Annotated[float, Field(strict=True, gt=0, le=1000, allow_inf_nan=False)]
Real = Annotated[float, Field(strict=True, ge=-MOST_REAL, le=MOST_REAL, allow_inf_nan=False)]
PositiveReal = Annotated[float, Field(strict=True, gt=0, le=1e9, allow_inf_nan=False)]
