"""What compiled code may ask of entities and lists: functions that plain Python has as `views` gives them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba.core import cgutils
from numba.extending import (
    intrinsic,
    overload,
)

from sim.compiler import views
from sim.compiler.layout import (
    Cells,
    Element,
    Linked,
    Reference,
    layout,
    plain_of,
)
from sim.compiler.parts import OPTIONS
from sim.compiler.references import POINTER, REAL, WORD, cell_at, trap_if

Function = TypeVar("Function", bound=Callable[..., Any])


@overload(sum, jit_options=OPTIONS)  # type: ignore[untyped-decorator]
def compile_sum(numbers: Any) -> Callable[[Any], Any] | None:
    """The sum of a list."""
    if not isinstance(numbers, Cells):
        return None

    def total(numbers: Any) -> Any:
        whole = 0
        for number in numbers:
            whole += number
        return whole

    return total


def compiles(plain: Function) -> Callable[[Any], Function]:
    """Decorator of what generates the code of a function that plain Python has."""
    return lambda code: plain if numba.config.DISABLE_JIT else cast(Function, intrinsic(code))


def entity_at(entity: type[Element]) -> Callable[[int], Element]:
    """A function that gives the entity at an address."""

    @compiles(views.entity_at(entity))
    def found(_context: Any, _address: Any) -> Any:
        def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], POINTER)

        return Reference(plain_of(entity))(numba.types.int64), code

    return found


@compiles(views.is_nothing)
def is_nothing(_context: Any, reference: Any) -> Any:
    """Whether a reference leads nowhere."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return cgutils.is_null(builder, arguments[0])

    return numba.types.boolean(reference), code


@compiles(views.beginning)
def beginning(_context: Any, cells: Any, _count: Any) -> Any:
    """The first so many of a list."""

    def code(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
        part = cgutils.create_struct_proxy(given.return_type)(context, builder, arguments[0])
        if numba.config.BOUNDSCHECK:
            trap_if(builder, builder.icmp_unsigned(">", arguments[1], part.count))
        part.count = arguments[1]
        return part._getvalue()  # noqa: SLF001

    return cells(cells, numba.types.intp), code


@compiles(views.linked)
def linked(_context: Any, head: Any, tail: Any) -> Any:
    """From one to the next, up to the last."""

    def code(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
        chain = cgutils.create_struct_proxy(given.return_type)(context, builder)
        chain.first, chain.last = arguments
        return chain._getvalue()  # noqa: SLF001

    return Linked(head)(head, tail), code


@compiles(views.clear)
def clear(_context: Any, reference: Any) -> Any:
    """Make an entity what it is at first; its lists stay."""

    def code(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
        for one in layout(given.args[0].entity).values():
            if isinstance(one.type, Cells):
                continue
            real = one.type == numba.types.float64
            value = REAL(one.default) if real else WORD(int(one.default))
            pointer = cell_at(builder, arguments[0], one.cell)
            builder.store(value, builder.bitcast(pointer, REAL.as_pointer()) if real else pointer)
        return context.get_dummy_value()

    return numba.types.none(reference), code


@compiles(views.high_word)
def high_word(_context: Any, _x: Any, _y: Any) -> Any:
    """The upper 64 bits of a product of two words: one instruction of the processor."""

    def code(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        x, y = (builder.zext(word, ir.IntType(128)) for word in arguments)
        return builder.trunc(builder.lshr(builder.mul(x, y), ir.IntType(128)(64)), WORD)

    word = numba.types.uint64
    return word(word, word), code


@intrinsic  # type: ignore[untyped-decorator]
def pointer_to(_context: Any, cells: Any) -> Any:
    """Where a list begins."""

    def code(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
        return cgutils.create_struct_proxy(given.args[0])(context, builder, arguments[0]).first

    return numba.types.CPointer(numba.types.int64)(cells), code
