"""What each key of the scenario file means: the text under a field of its table, read from the source when asked for.

Pydantic would read it whenever a program starts, at the price of a sixth of what reading a scenario takes.
"""

import ast
import inspect
from collections.abc import Mapping
from functools import cache
from itertools import pairwise, takewhile

from pydantic import BaseModel


@cache
def meanings(table: type[BaseModel]) -> Mapping[str, str]:
    """By field, own or inherited: the text under it. A class whose source is not at hand says nothing."""
    found: dict[str, str] = {}
    for kind in takewhile(lambda kind: kind is not BaseModel, table.__mro__):
        found = {**_own_meanings(kind), **found}
    return found


def _own_meanings(table: type) -> dict[str, str]:
    try:
        (body,) = ast.parse(inspect.getsource(table)).body
    except OSError:
        return {}
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: inspect.cleandoc(text.value.value)
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
