"""Names for the arrays that several rooms pass to each other; a shape stands beside each where it is fixed."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""An array whose numbers may have any type."""

Ints = NDArray[np.int64]
"""Signed 64-bit numbers."""
