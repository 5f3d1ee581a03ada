"""What compiled code reads, writes and calls by its address: numbers of Python, functions compiled elsewhere."""

from collections.abc import Callable
from typing import Any

import numba
from llvmlite import ir
from numba.extending import intrinsic

WORD, REAL = ir.IntType(64), ir.DoubleType()
KINDS = {"i": (numba.types.int64, WORD), "f": (numba.types.float64, REAL)}
"""Kinds of argument and result: whole and real numbers."""


def caller(result: str, arguments: str) -> Callable[..., Any]:
    """What calls the function at an address, its result and each argument of a kind: `caller("f", "if")`."""
    types = [KINDS[kind] for kind in arguments]
    function = ir.FunctionType(KINDS[result][1], [code for _, code in types])

    @intrinsic  # type: ignore[untyped-decorator]
    def call(_context: Any, _address: Any, _given: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
            pointer = builder.inttoptr(values[0], function.as_pointer())
            return builder.call(pointer, [builder.extract_value(values[1], place) for place in range(len(types))])

        given = numba.types.Tuple([kind for kind, _ in types])
        return KINDS[result][0](numba.types.int64, given), code

    return call  # type: ignore[no-any-return]


@intrinsic  # type: ignore[untyped-decorator]
def number_at(_context: Any, _address: Any) -> Any:
    """The whole number at an address."""

    def code(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.load(builder.inttoptr(values[0], WORD.as_pointer()))

    return numba.types.int64(numba.types.int64), code


@intrinsic  # type: ignore[untyped-decorator]
def put_number_at(_typing: Any, _address: Any, _number: Any) -> Any:
    """Write a whole number to an address."""

    def code(context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        builder.store(values[1], builder.inttoptr(values[0], WORD.as_pointer()))
        return context.get_dummy_value()

    return numba.types.none(numba.types.int64, numba.types.int64), code


@intrinsic  # type: ignore[untyped-decorator]
def row_at(_context: Any, _address: Any) -> Any:
    """The whole numbers from an address on, for `carray`."""

    def code(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], WORD.as_pointer())

    return numba.types.CPointer(numba.types.int64)(numba.types.int64), code


@intrinsic  # type: ignore[untyped-decorator]
def address_of(_context: Any, pointer: Any) -> Any:
    """The address that a pointer holds."""

    def code(_context: Any, builder: Any, _signature: Any, values: Any) -> Any:
        return builder.ptrtoint(values[0], WORD)

    return numba.types.int64(pointer), code
