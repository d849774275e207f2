# SPDX-License-Identifier: Apache-2.0
"""Puts vectors together to events. Sender thread only."""

from __future__ import annotations

import math
import time
from typing import Callable, Optional

import numpy as np

from ._names import series_key
from ._recorder import Source, moved
from ._stats import Counter
from .v1 import events_pb2 as pb

DEFAULT_PANE_STEPS = 3125
"""Pane of a series whose descriptor does not say another; as the analyzer has it."""

MAX_VECTOR_BYTES = 990_000
"""Leaves room for names and a descriptor in the 1,048,588 bytes that a broker takes by default."""

Send = Callable[["Series", bytes, int, int], None]
"""Sends an event of a series that holds so many vectors and samples."""


# Field 14 with a length, as Protobuf writes it; fields of a message may come in any order.
_VALUES_TAG = bytes([pb.IterateBatch.VALUES_FIELD_NUMBER << 3 | 2])


def _varint(value: int) -> bytes:
    result = bytearray()
    while value > 0x7F:
        result.append(value & 0x7F | 0x80)
        value >>= 7
    result.append(value)
    return bytes(result)


class Series:
    """Collects the vectors of one series until a batch is full, a pane ends, or time is up.

    The descriptor goes with the first batch, with the first one of every pane, and with the next
    one after a batch was lost.
    """

    def __init__(
        self,
        source: Source,
        header: pb.IterateBatch,
        descriptor: pb.SeriesDescriptor,
        batch_bytes: int,
        linger: float,
        send: Send,
    ) -> None:
        self.name = source.name
        self.key = series_key(header.run, source.name).encode()
        self.dimension = source.dimension
        self.received = Counter()
        self.published = Counter()
        self.lost = Counter()
        self.batches = 0
        self.descriptor_needed = True
        self._format = source.format
        self._stride = header.step_stride
        self._descriptor = descriptor
        self._pane_steps = descriptor.window.pane_steps or DEFAULT_PANE_STEPS
        self._vectors_of_batch = max(1, batch_bytes // source.row_bytes)
        self._linger = linger
        self._send = send
        # Filled anew for each event; what it is made with stays.
        self._event = header
        self._event.series = source.name
        self._event.dimension = source.dimension
        self._event.data_type = source.format.code
        if source.seed:
            self._event.subsample_seed = source.seed & ((1 << 64) - 1)
            self._event.full_dimension = source.full_dimension
        self._parts: list[memoryview] = []
        self._steps = 0
        self._pane = -1
        self._next_step: Optional[int] = None
        self._opened = 0.0

    def add(self, vectors: np.ndarray, first_step: int, rate: float, taken_at_millis: int) -> None:
        """Takes vectors of consecutive steps, one a row, all at about the same learning rate."""
        if self._steps and (
            first_step != self._next_step or moved((self._event.learning_rate,), (rate,))
        ):
            self.flush()
        row = 0
        while row < len(vectors):
            step = first_step + row * self._stride
            pane = step // self._pane_steps
            if self._steps and pane != self._pane:
                self.flush()
            if not self._steps:
                self._open(step, pane, rate)
            until_next_pane = -((step - (pane + 1) * self._pane_steps) // self._stride)
            count = min(len(vectors) - row, until_next_pane, self._vectors_of_batch - self._steps)
            self._parts.append(self._format.to_wire(vectors[row : row + count]))
            self._steps += count
            self._next_step = step + count * self._stride
            self._event.taken_at_millis = taken_at_millis
            row += count
            if self._steps == self._vectors_of_batch or count == until_next_pane:
                self.flush()

    def flush_if_due(self, now: float) -> None:
        """Sends what has waited long enough."""
        if self._steps and now - self._opened >= self._linger:
            self.flush()

    def flush(self) -> None:
        """Sends what is there."""
        if not self._steps:
            return
        event = self._event
        event.steps = self._steps
        if self.descriptor_needed:
            event.series_descriptor.CopyFrom(self._descriptor)
            self.descriptor_needed = False
        # Set as a field, the values would be copied twice more, with the interpreter held.
        size = sum(len(part) for part in self._parts)
        value = b"".join([event.SerializeToString(), _VALUES_TAG, _varint(size), *self._parts])
        event.ClearField("series_descriptor")
        steps, self._steps = self._steps, 0
        self._parts.clear()
        self._send(self, value, steps, steps * event.dimension)

    def end(self) -> Optional[bytes]:
        """The event that says that no more vectors follow; none if there never was one."""
        self.flush()
        if self._next_step is None:
            return None
        event = self._event
        event.first_step = self._next_step
        event.steps = 0
        event.taken_at_millis = int(time.time() * 1000)
        event.end_of_series = True
        return event.SerializeToString()

    def settle(self) -> None:
        """Counts as lost what was never published. Once, when nothing is on its way."""
        self.lost.vectors = self.received.vectors - self.published.vectors
        self.lost.samples = self.received.samples - self.published.samples

    def _open(self, step: int, pane: int, rate: float) -> None:
        self._event.first_step = step
        # What is no learning rate is not stated: the analyzer would refuse the event.
        self._event.learning_rate = rate if 0 <= rate < math.inf else 0.0
        self._opened = time.monotonic()
        if pane != self._pane:
            self._pane = pane
            self.descriptor_needed = True
