"""Entities and lists in compiled code: how their fields and elements are read and written.

This and `functions` are the project's extension of Numba: the only places that generate code.
"""

import operator
from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils
from numba.core.imputils import RefType, impl_ret_untracked, iternext_impl
from numba.core.typing.templates import AbstractTemplate, AttributeTemplate, infer_getattr, infer_global, signature
from numba.extending import (
    lower_builtin,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
)

from sim.compiler.layout import (
    Cells,
    CellsIterator,
    Linked,
    LinkedIterator,
    Reference,
    layout,
    width,
)

WORD, REAL = ir.IntType(64), ir.DoubleType()
POINTER = WORD.as_pointer()


@register_model(Reference)
class ReferenceModel(models.PrimitiveModel):  # type: ignore[misc]
    """A pointer to the first cell."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, POINTER)


@register_model(Cells)
class CellsModel(models.StructModel):  # type: ignore[misc]
    """Where the first is, and how many."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(
            manager, kind, [("first", numba.types.CPointer(numba.types.int64)), ("count", numba.types.intp)]
        )


@register_model(Linked)
class LinkedModel(models.StructModel):  # type: ignore[misc]
    """The first and the last."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, [("first", kind.element), ("last", kind.element)])


@register_model(CellsIterator)
class CellsIteratorModel(models.StructModel):  # type: ignore[misc]
    """Which comes next."""

    def __init__(self, manager: Any, kind: Any) -> None:
        place = numba.types.EphemeralPointer(numba.types.intp)
        super().__init__(manager, kind, [("place", place), ("cells", kind.cells)])


@register_model(LinkedIterator)
class LinkedIteratorModel(models.StructModel):  # type: ignore[misc]
    """Which was seen last, none at first."""

    def __init__(self, manager: Any, kind: Any) -> None:
        seen = numba.types.EphemeralPointer(kind.chain.element)
        super().__init__(manager, kind, [("seen", seen), ("chain", kind.chain)])


def cell_at(builder: Any, pointer: Any, cell: Any) -> Any:
    """A pointer so many cells further on."""
    return builder.gep(pointer, [WORD(cell) if isinstance(cell, int) else cell])


def read(context: Any, builder: Any, kind: Any, pointer: Any) -> Any:
    """The value of a type that begins at a cell."""
    if isinstance(kind, Cells):
        cells = cgutils.create_struct_proxy(kind)(context, builder)
        cells.first = builder.inttoptr(builder.load(pointer), POINTER)
        cells.count = builder.load(cell_at(builder, pointer, 1))
        return cells._getvalue()  # noqa: SLF001 - how a struct's value is had
    if kind == numba.types.float64:
        return builder.load(builder.bitcast(pointer, REAL.as_pointer()))
    value = builder.load(pointer)
    if isinstance(kind, Reference):
        return builder.inttoptr(value, POINTER)
    return builder.icmp_signed("!=", value, WORD(0)) if kind == numba.types.boolean else value


def write(builder: Any, kind: Any, pointer: Any, value: Any) -> None:
    """Put a value of a type into a cell."""
    if kind == numba.types.float64:
        builder.store(value, builder.bitcast(pointer, REAL.as_pointer()))
        return
    if isinstance(kind, Reference):
        value = builder.ptrtoint(value, WORD)
    elif kind == numba.types.boolean:
        value = builder.zext(value, WORD)
    builder.store(value, pointer)


@infer_getattr
class ReferenceAttributes(AttributeTemplate):  # type: ignore[misc]
    """A reference has its entity's fields."""

    key = Reference

    def generic_resolve(self, reference: Any, name: str) -> Any:
        """The type of a field."""
        one = layout(reference.entity).get(name)
        return None if one is None else one.type


@lower_getattr_generic(Reference)  # type: ignore[untyped-decorator]
def get_field(context: Any, builder: Any, reference: Any, pointer: Any, name: str) -> Any:
    """Read a field."""
    one = layout(reference.entity)[name]
    return read(context, builder, one.type, cell_at(builder, pointer, one.cell))


@lower_setattr_generic(Reference)  # type: ignore[untyped-decorator]
def set_field(_context: Any, builder: Any, given: Any, arguments: Any, name: str) -> None:
    """Write a field."""
    one = layout(given.args[0].entity)[name]
    write(builder, one.type, cell_at(builder, arguments[0], one.cell), arguments[1])


def trap_if(builder: Any, wrong: Any) -> None:
    """End the process where something is wrong."""
    with builder.if_then(wrong, likely=False):
        builder.call(builder.module.declare_intrinsic("llvm.trap", (), ir.FunctionType(ir.VoidType(), ())), ())


def cell_of(context: Any, builder: Any, cells: Any, value: Any, place: Any) -> Any:
    """A pointer to what is at a place of a list; where bounds are checked, nothing else can be had."""
    struct = cgutils.create_struct_proxy(cells)(context, builder, value)
    if numba.config.BOUNDSCHECK:
        trap_if(builder, builder.icmp_unsigned(">=", place, struct.count))
    step = width(cells.element.entity) if cells.in_row else 1
    return cell_at(builder, struct.first, builder.mul(place, WORD(step)))


def element_at(context: Any, builder: Any, cells: Any, value: Any, place: Any) -> Any:
    """What is at a place of a list."""
    pointer = cell_of(context, builder, cells, value, place)
    return pointer if cells.in_row else read(context, builder, cells.element, pointer)


@infer_global(operator.getitem)
class CellsGet(AbstractTemplate):  # type: ignore[misc]
    """A list gives what is at a place."""

    prefer_literal = True

    def generic(self, args: Any, _kws: Any) -> Any:
        """The type of an element; places count from the first, and none from the last."""
        if isinstance(args[0], Cells) and getattr(args[1], "literal_value", 0) < 0:
            raise IndexError(f"place {args[1].literal_value} of a list; expected one from 0 on")
        if isinstance(args[0], Cells) and isinstance(args[1], numba.types.Integer):
            return signature(args[0].element, args[0], numba.types.intp)
        return None


@infer_global(operator.setitem)
class CellsSet(AbstractTemplate):  # type: ignore[misc]
    """A list takes something at a place."""

    def generic(self, args: Any, _kws: Any) -> Any:
        """Nothing comes of it."""
        if isinstance(args[0], Cells) and isinstance(args[1], numba.types.Integer):
            return signature(numba.types.none, args[0], numba.types.intp, args[0].element)
        return None


@infer_global(len)
class CellsLen(AbstractTemplate):  # type: ignore[misc]
    """A list has a length."""

    def generic(self, args: Any, _kws: Any) -> Any:
        """A whole number."""
        return signature(numba.types.intp, args[0]) if isinstance(args[0], Cells) else None


@lower_builtin(operator.getitem, Cells, numba.types.Integer)  # type: ignore[untyped-decorator]
def get_element(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
    """Read an element."""
    return element_at(context, builder, given.args[0], *arguments)


@lower_builtin(operator.setitem, Cells, numba.types.Integer, numba.types.Any)  # type: ignore[untyped-decorator]
def set_element(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
    """Write an element."""
    pointer = cell_of(context, builder, given.args[0], arguments[0], arguments[1])
    write(builder, given.args[0].element, pointer, arguments[2])
    return context.get_dummy_value()


@lower_builtin(len, Cells)  # type: ignore[untyped-decorator]
def length(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
    """Read the length."""
    return cgutils.create_struct_proxy(given.args[0])(context, builder, arguments[0]).count


@lower_builtin("getiter", Cells)  # type: ignore[untyped-decorator]
def go_through(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
    """Begin with the first."""
    iterator = context.make_helper(builder, given.return_type)
    iterator.place = cgutils.alloca_once_value(builder, WORD(0))
    iterator.cells = arguments[0]
    return impl_ret_untracked(context, builder, given.return_type, iterator._getvalue())  # noqa: SLF001


@lower_builtin("iternext", CellsIterator)  # type: ignore[untyped-decorator]
@iternext_impl(RefType.UNTRACKED)  # type: ignore[untyped-decorator]
def go_on(context: Any, builder: Any, given: Any, arguments: Any, result: Any) -> None:
    """Give the one whose turn it is."""
    kind = given.args[0].cells
    iterator = context.make_helper(builder, given.args[0], value=arguments[0])
    place = builder.load(iterator.place)
    count = cgutils.create_struct_proxy(kind)(context, builder, iterator.cells).count
    valid = builder.icmp_signed("<", place, count)
    result.set_valid(valid)
    with builder.if_then(valid):
        result.yield_(element_at(context, builder, kind, iterator.cells, place))
        builder.store(builder.add(place, WORD(1)), iterator.place)


@lower_builtin("getiter", Linked)  # type: ignore[untyped-decorator]
def begin_chain(context: Any, builder: Any, given: Any, arguments: Any) -> Any:
    """Nothing is seen yet."""
    iterator = context.make_helper(builder, given.return_type)
    iterator.seen = cgutils.alloca_once_value(builder, POINTER(None))
    iterator.chain = arguments[0]
    return impl_ret_untracked(context, builder, given.return_type, iterator._getvalue())  # noqa: SLF001


@lower_builtin("iternext", LinkedIterator)  # type: ignore[untyped-decorator]
@iternext_impl(RefType.UNTRACKED)  # type: ignore[untyped-decorator]
def follow_chain(context: Any, builder: Any, given: Any, arguments: Any, result: Any) -> None:
    """Give the first, then the next of what was seen last, unless that was the last."""
    kind = given.args[0].chain
    iterator = context.make_helper(builder, given.args[0], value=arguments[0])
    chain = cgutils.create_struct_proxy(kind)(context, builder, iterator.chain)
    seen, follows = builder.load(iterator.seen), cgutils.alloca_once_value(builder, chain.first)
    with builder.if_then(cgutils.is_not_null(builder, seen)):
        after = layout(kind.element.entity)["next"]
        with builder.if_else(builder.icmp_unsigned("==", seen, chain.last)) as (ended, going):
            with ended:
                builder.store(POINTER(None), follows)
            with going:
                builder.store(read(context, builder, after.type, cell_at(builder, seen, after.cell)), follows)
    one = builder.load(follows)
    valid = cgutils.is_not_null(builder, one)
    result.set_valid(valid)
    with builder.if_then(valid):
        result.yield_(one)
        builder.store(one, iterator.seen)
