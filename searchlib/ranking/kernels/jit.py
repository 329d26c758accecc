"""`kernel`: how a function here becomes machine code. Only kernel modules import this; where it is kept: `kernel_cache.py`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numpy as np

from searchlib.ranking import kernel_cache

numba: Any = importlib.import_module("numba")  # by name: its type stubs know the compiler's user, not its extender
extending: Any = importlib.import_module("numba.extending")
arrayobj: Any = importlib.import_module("numba.np.arrayobj")

Function = TypeVar("Function", bound=Callable[..., Any])
Array = TypeVar("Array")

_FOLDER: Final = kernel_cache.folder()


def kernel(function: Function) -> Function:
    """Compile `function` when it is first called; without bounds checks of its own, so it must check what it reads.

    Division by zero gives infinity or NaN as in NumPy, and nothing is fused or reordered (no fastmath): scores must
    come out as NumPy's do. The interpreter's lock is released while it runs.
    """
    chosen = numba.config.CACHE_DIR
    if _FOLDER is not None:
        numba.config.CACHE_DIR = str(_FOLDER)
    try:
        compiled: Function = numba.njit(nogil=True, error_model="numpy", cache=_FOLDER is not None)(function)
    finally:
        numba.config.CACHE_DIR = chosen
    return compiled


def _pointer(_: Any, array: Any) -> Any:
    """The recipe of `pointer` for numba: its type, and the code that takes it from the array."""
    if not isinstance(array, numba.types.Array):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return arrayobj.make_array(signature.args[0])(context, builder, arguments[0]).data

    return numba.types.CPointer(array.dtype)(array), build


# Inside a kernel, pointer(array) is where the array's first element lies, to be indexed like the array. Handing an array
# to a function or taking it out of a tuple counts references, two atomic instructions each time: measured, 85 % of a
# query's time when windows were walked with arrays. A pointer is a number. It knows no size and keeps nothing alive:
# sizes are checked before, and `alive` holds what the kernel itself made.
pointer: Callable[[Array], Array] = extending.intrinsic(_pointer)


# Inside a kernel int() of an unsigned number is unsigned, and together with a signed one it makes a float.
signed: Callable[[Any], int] = cast("Callable[[Any], int]", np.int64)


def _bits(_: Any, column: Any, at: Any, mask: Any) -> Any:  # noqa: ARG001 - numba calls it by position
    """The recipe of `bits` for numba: a load of eight bytes from wherever they begin, a shift and a mask."""
    if not isinstance(column, numba.types.CPointer):
        return None

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        del signature
        first, place, kept = arguments
        word = context.get_value_type(numba.types.int64)
        byte = builder.gep(first, [builder.lshr(place, word(3))])
        loaded = builder.load(builder.bitcast(byte, word.as_pointer()), align=1)
        return builder.and_(builder.lshr(loaded, builder.and_(place, word(7))), kept)

    return numba.types.int64(column, numba.types.int64, numba.types.int64), build


# Inside a kernel, bits(column, at, mask) is the number that begins at bit `at` of a column of bytes, given as a pointer,
# with the bits of `mask`, up to 57 of them. The eight bytes from there on must lie in the column. Little-endian, as all
# machines are that numba compiles for.
bits: Callable[[Any, int, int], int] = extending.intrinsic(_bits)


@kernel
def alive(arrays: Any) -> None:
    """The last use of an array, or some, that a kernel made: numba frees them after this, not while pointers are in use."""


def _from_address(_: Any, address: Any) -> Any:
    """The recipe of `from_address` for numba."""

    def build(context: Any, builder: Any, _: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(numba.types.voidptr))

    return numba.types.voidptr(address), build


# Inside a kernel, the address that an int64 holds, as numba.carray wants it to make an array of it.
from_address: Callable[[int], Any] = extending.intrinsic(_from_address)
carray: Any = numba.carray
