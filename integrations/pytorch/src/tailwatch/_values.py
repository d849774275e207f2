# SPDX-License-Identifier: Apache-2.0
"""Number formats: how values lie in memory, how they are subtracted, and how they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

import numpy as np
import torch

from .v1 import events_pb2 as pb


@dataclass(frozen=True)
class Format:
    """One data type of the wire.

    :param code: the type in an event
    :param array: how NumPy holds it; bfloat16, which NumPy lacks, as its 16 bits
    :param bits: the integer type through which PyTorch hands its bits to NumPy, where it must
    """

    code: pb.DataType
    array: np.dtype
    bits: Optional[torch.dtype] = None

    def view(self, tensor: torch.Tensor) -> np.ndarray:
        """The memory of a tensor on the CPU as an array, without a copy."""
        plain = tensor.detach()
        if self.bits is not None:
            plain = plain.view(self.bits)
        return plain.numpy().view(self.array)

    def difference(self, after: np.ndarray, before: np.ndarray) -> np.ndarray:
        """``after - before``, rounded as PyTorch rounds it."""
        if self.bits is None:
            # Infinities that meet, and sums beyond the range, are data: the analyzer counts them.
            with np.errstate(all="ignore"):
                return np.subtract(after, before)
        with np.errstate(all="ignore"):
            return _to_bfloat16(_from_bfloat16(after) - _from_bfloat16(before))

    @staticmethod
    def to_wire(vectors: np.ndarray) -> memoryview:
        """Row by row, little-endian; the memory of the array itself where that is so already."""
        plain = np.ascontiguousarray(vectors, vectors.dtype.newbyteorder("<"))
        return plain.data.cast("B")


FORMATS = {
    torch.float32: Format(pb.DATA_TYPE_FLOAT32, np.dtype(np.float32)),
    torch.float64: Format(pb.DATA_TYPE_FLOAT64, np.dtype(np.float64)),
    torch.float16: Format(pb.DATA_TYPE_FLOAT16, np.dtype(np.float16)),
    torch.bfloat16: Format(pb.DATA_TYPE_BFLOAT16, np.dtype(np.uint16), torch.int16),
}
"""The formats by PyTorch's data type; others are not published."""


def _from_bfloat16(bits: np.ndarray) -> np.ndarray:
    return (bits.astype(np.uint32) << np.uint32(16)).view(np.float32)


def _to_bfloat16(values: np.ndarray) -> np.ndarray:
    """Rounds float32 to nearest, ties to even; a carry goes into the exponent, up to infinity."""
    bits = values.view(np.uint32)
    half_up = np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))
    rounded = ((bits + half_up) >> np.uint32(16)).astype(np.uint16)
    return np.where(np.isnan(values), np.uint16(0x7FC0), rounded)
