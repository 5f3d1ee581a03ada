"""Arrays of whole numbers as few bytes: byte by byte, where most are 0, and lightly compressed."""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.signedinteger[Any]] | NDArray[np.unsignedinteger[Any]]

CODEC = "zstd"
"""At its lowest level, which Arrow takes: hardly slower than none."""


def packed(array: Numbers) -> bytes:
    """An array as bytes: a line of JSON with type and shape, then the compressed lowest byte of each number, ..."""
    import pyarrow as pa

    stored = _narrow(array)
    numbers = _unsigned(stored) if stored.dtype.kind == "i" else stored
    planes = np.ascontiguousarray(numbers).reshape(-1).view(np.uint8).reshape(-1, stored.dtype.itemsize).T
    head = json.dumps([array.dtype.str, stored.dtype.str, *array.shape]).encode()
    return head + b"\n" + bytes(pa.compress(planes.tobytes(), CODEC, asbytes=True))


def unpacked(content: bytes) -> Numbers:
    """The array of these bytes."""
    import pyarrow as pa

    head, _, body = content.partition(b"\n")
    kind, stored, *shape = json.loads(head)
    dtype = np.dtype(stored)
    size = dtype.itemsize * int(np.prod(shape))
    planes = np.frombuffer(pa.decompress(body, size, CODEC, asbytes=True), np.uint8).reshape(dtype.itemsize, -1)
    numbers = planes[0].astype(f"u{dtype.itemsize}")
    for place, plane in enumerate(planes[1:], 1):  # to put the bytes together at once takes six times as long
        numbers |= plane.astype(numbers.dtype) << 8 * place
    numbers = numbers.reshape(shape)
    return (_signed(numbers) if dtype.kind == "i" else numbers).astype(kind, copy=False)


def _narrow(array: NDArray[Any]) -> NDArray[Any]:
    """The numbers in the fewest bytes that hold them all."""
    most = max(int(array.max()), -int(array.min()) - 1) if array.size else 0
    signed = array.dtype.kind == "i"
    size = next(size for size in (1, 2, 4, 8) if most < 1 << 8 * size - signed)
    return array.astype(f"{array.dtype.kind}{min(size, array.dtype.itemsize)}", copy=False)


def gaps(values: NDArray[Any]) -> NDArray[Any]:
    """Each number less the one before, wrapping: small where numbers mostly rise by little."""
    found = values.copy()
    np.subtract(values[1:], values[:-1], out=found[1:])
    return found


def summed(gaps: NDArray[Any]) -> NDArray[Any]:
    """The numbers that have these gaps."""
    return gaps.cumsum(dtype=gaps.dtype)


def _unsigned(values: NDArray[Any]) -> NDArray[Any]:
    """Signed numbers as unsigned ones that are small where these are near 0: 0, -1, 1, -2 are 0, 1, 2, 3."""
    folded: NDArray[Any] = values << 1 ^ values >> (8 * values.dtype.itemsize - 1)
    return folded.view(f"u{values.dtype.itemsize}")


def _signed(values: NDArray[Any]) -> NDArray[Any]:
    """The signed numbers of these."""
    half: NDArray[Any] = (values >> 1).view(f"i{values.dtype.itemsize}")
    signed: NDArray[Any] = half ^ -(values & 1).view(half.dtype)
    return signed
