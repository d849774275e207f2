# SPDX-License-Identifier: Apache-2.0
"""The training's side: copies what is to be published into buffers, and does no more."""

from __future__ import annotations

import queue
import time
from collections import deque
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Sequence

import numpy as np
import torch

from . import _subsample
from ._stats import Counter, Troubles
from ._values import FORMATS, Format

# Large enough that the sender seldom asks for the interpreter, small enough to be on time.
_CHUNK_BYTES = 1 << 20
_MAX_CHUNK_STEPS = 256
RATE_TOLERANCE = 0.01
"""Learning rates of one batch differ by less than this share; theory allows as much."""


def moved(old: Sequence[float], new: Sequence[float]) -> bool:
    """Whether a learning rate has left the tolerance, so that a new batch must begin."""
    return any(abs(b - a) > RATE_TOLERANCE * abs(a) for a, b in zip(old, new))


def problem_of(parameter: torch.Tensor) -> str:
    """Why a parameter cannot be watched; empty if it can."""
    if torch.nn.parameter.is_lazy(parameter):
        return "not initialised yet"
    if parameter.dtype not in FORMATS:
        return str(parameter.dtype)
    if parameter.layout != torch.strided:
        return str(parameter.layout)
    return "" if parameter.numel() else "empty"


@dataclass(frozen=True)
class Place:
    """Where copies lie: on the host as NumPy's arrays, else as tensors on their device."""

    dtype: torch.dtype
    device: Optional[torch.device]

    @property
    def format(self) -> Format:
        """The number format of the values."""
        return FORMATS[self.dtype]

    def allocate(self, rows: int, width: int) -> Any:
        """Room for so many rows."""
        if self.device is None:
            return np.empty((rows, width), self.format.array)
        return torch.empty((rows, width), dtype=self.dtype, device=self.device)

    def on_host(self, rows: Any) -> np.ndarray:
        """Rows of what :meth:`allocate` gave, for NumPy; waits for a device."""
        return rows if self.device is None else self.format.view(rows.cpu())


class Source:
    """The coordinates of one parameter that are published. Training thread only.

    Parameters that lie in one piece in the memory of the CPU are copied by NumPy, which is faster
    than PyTorch at this size; all others by PyTorch, on their device.

    :param name: of the series
    :param group: index of its parameter group, whose learning rate it has
    :param dimension: how many coordinates; all, or those that ``seed`` chooses
    """

    def __init__(
        self, name: str, parameter: torch.Tensor, group: int, dimension: int, seed: int
    ) -> None:
        self.name = name
        self.group = group
        self.dimension = dimension
        self.full_dimension = parameter.numel()
        self.seed = seed if dimension < self.full_dimension else 0
        on_host = parameter.device.type == "cpu" and parameter.is_contiguous()
        self.place = Place(parameter.dtype, None if on_host else parameter.device)
        self.format = self.place.format
        self.copy_into: Callable[[Any], None] = self._copy_by_torch
        if on_host:
            self.copy_into = self._copy_by_numpy
        self._parameter = parameter
        self._address = 0
        self._memory = np.empty(0, self.format.array)
        self._index: Any = None
        if self.seed:
            self._index = _subsample.choose(self.full_dimension, dimension, seed)
            if not on_host:
                self._index = torch.from_numpy(self._index).to(parameter.device)

    @property
    def row_bytes(self) -> int:
        """Bytes of one vector."""
        return self.dimension * self.format.array.itemsize

    def _copy_by_numpy(self, row: np.ndarray) -> None:
        # A parameter may get other memory at any time: load_state_dict(assign), to(), half().
        if self._parameter.data_ptr() != self._address:
            self._bind()
        if self._index is None:
            row[:] = self._memory
        else:
            # Without "clip" NumPy copies twice; the indices are in range.
            self._memory.take(self._index, None, row, "clip")

    def _bind(self) -> None:
        parameter = self._parameter
        self._check(parameter)
        if parameter.device.type != "cpu" or not parameter.is_contiguous():
            raise ValueError(f"{self.name} was moved to {parameter.device} or laid out anew")
        self._memory = self.format.view(parameter).reshape(-1)
        self._address = parameter.data_ptr()

    def _copy_by_torch(self, row: torch.Tensor) -> None:
        parameter = self._parameter.detach()
        self._check(parameter)
        if self._index is None:
            row.copy_(parameter.reshape(-1))
        else:
            torch.take(parameter, self._index, out=row)

    def _check(self, parameter: torch.Tensor) -> None:
        if parameter.dtype != self.place.dtype or parameter.numel() != self.full_dimension:
            raise ValueError(
                f"{self.name} must stay {self.place.dtype} with {self.full_dimension} values:"
                f" became {parameter.dtype} with {parameter.numel()}"
            )


class Chunk:
    """The vectors of some consecutive steps of all series, in buffers that are used again.

    It has one array for each place, with a row for each step and the vectors of the place's series
    side by side. It belongs to one thread at a time: the training thread fills it, the sender
    empties it.
    """

    __slots__ = ("arrays", "first_step", "steps", "rates", "due", "taken_at_millis")

    def __init__(self, arrays: Sequence[Any]) -> None:
        self.arrays = arrays
        self.first_step = 0
        self.steps = 0
        self.rates: tuple[float, ...] = ()
        self.due = 0.0
        self.taken_at_millis = 0


@dataclass(frozen=True)
class Plan:
    """How a recorder records.

    :param updates: whether differences are published, instead of the parameters themselves
    :param every: publish after each so-manieth step
    :param first_step: number of the first step
    :param linger: seconds after which a chunk that is not full is handed over
    :param max_bytes: of all chunks together
    """

    updates: bool
    every: int
    first_step: int
    linger: float
    max_bytes: int


class Recorder:
    """Follows the steps of one optimiser.

    Each vector is copied once. For updates a chunk begins with the last vectors of the chunk
    before; the sender subtracts. Training thread only, but for :meth:`vectors` and :meth:`release`.
    """

    def __init__(
        self,
        sources: Sequence[Source],
        groups: Sequence[Mapping[str, Any]],
        plan: Plan,
        filled: "queue.SimpleQueue[Any]",
        troubles: Troubles,
    ) -> None:
        self.sources = sources
        self.dropped = Counter()
        self.bytes_of_step = sum(source.row_bytes for source in sources)
        self._groups = groups
        self._plan = plan
        self._filled = filled
        self._troubles = troubles
        self._samples = sum(source.dimension for source in sources)
        self._next_step = plan.first_step
        self._until_due = plan.every
        self._recording = True

        self._places = list(dict.fromkeys(source.place for source in sources))
        self._widths = [0] * len(self._places)
        # Of each source: which array, and which columns of it.
        self._columns: list[tuple[int, slice]] = []
        for source in sources:
            array = self._places.index(source.place)
            begin = self._widths[array]
            self._widths[array] += source.dimension
            self._columns.append((array, slice(begin, self._widths[array])))
        self._copies: list[tuple[Callable[[Any], None], int, slice]] = [
            (source.copy_into, array, columns)
            for source, (array, columns) in zip(sources, self._columns)
        ]

        self._lead = 1 if plan.updates else 0
        self._capacity = max(
            1, min(_CHUNK_BYTES, plan.max_bytes // 4) // self.bytes_of_step - self._lead
        )
        self._capacity = min(self._capacity, _MAX_CHUNK_STEPS)
        chunk_bytes = (self._lead + self._capacity) * self.bytes_of_step
        self._max_chunks = plan.max_bytes // chunk_bytes
        if self._max_chunks < 2:
            raise ValueError(
                f"max_memory_bytes must be at least {2 * chunk_bytes}: was {plan.max_bytes};"
                " or lower max_coordinates, or watch fewer parameters"
            )
        self._chunks = 0
        self._free: "deque[Chunk]" = deque()
        self._chunk: Optional[Chunk] = None
        # Where the parameters are as they were after the step that was due before this one.
        self._before: Optional[tuple[Chunk, int]] = None
        if plan.updates:
            self._open()
            self._copy_base()

    @property
    def next_step(self) -> int:
        """Number of the step that would come next."""
        return self._next_step

    @property
    def fullness(self) -> float:
        """How much of the memory is filled or waits to be sent, from 0 to 1."""
        return (self._chunks - len(self._free)) / self._max_chunks

    def after_step(self) -> None:
        """The optimiser has made a step. Never throws."""
        step = self._next_step
        self._next_step = step + 1
        self._until_due -= 1
        if self._until_due > 0:
            return
        self._until_due = self._plan.every
        taken = False
        if self._recording:
            try:
                taken = self._take(step)
            except Exception as error:  # pylint: disable=broad-except
                self._troubles.note("internal", f"the watcher stopped recording: {error}")
                self.finish()
        if not taken:
            self._before = None
            self.dropped.add(len(self.sources), self._samples)

    def finish(self) -> None:
        """Hands over what is there, and records no more."""
        self._recording = False
        self._seal()

    def vectors(self, chunk: Chunk) -> list[np.ndarray]:
        """What is to be published of each series, one row a step. Sender thread, before release."""
        end = self._lead + chunk.steps
        vectors = []
        for place, array in zip(self._places, chunk.arrays):
            rows = place.on_host(array[:end])
            # One subtraction for all: each one gives up the interpreter and has to get it back.
            # Either is a copy, so that the chunk is free to be filled again.
            vectors.append(
                place.format.difference(rows[1:], rows[:-1]) if self._lead else rows.copy()
            )
        return [vectors[array][:, columns] for array, columns in self._columns]

    def release(self, chunk: Chunk) -> None:
        """Gives a chunk back to be filled again. Sender thread."""
        self._free.append(chunk)

    def _take(self, step: int) -> bool:
        """Copies the parameters; false if there is no room, or nothing to subtract."""
        rates = tuple([float(group.get("lr", 0.0)) for group in self._groups])
        chunk = self._chunk
        if chunk is not None and chunk.steps and rates != chunk.rates and moved(chunk.rates, rates):
            self._seal()
            chunk = None
        if chunk is None:
            chunk = self._open()
            if chunk is None:
                return False
            if self._lead and self._before is None:
                self._copy_base()
                return False
        if chunk.steps == 0:
            chunk.first_step = step
            chunk.rates = rates
        row = self._lead + chunk.steps
        self._copy(chunk, row)
        self._before = chunk, row
        chunk.steps += 1
        if chunk.steps == self._capacity or time.monotonic() >= chunk.due:
            self._seal()
        return True

    def _copy(self, chunk: Chunk, row: int) -> None:
        arrays = chunk.arrays
        for copy_into, array, columns in self._copies:
            copy_into(arrays[array][row, columns])

    def _copy_base(self) -> None:
        """The first update is that of the next step that is due."""
        assert self._chunk is not None
        self._copy(self._chunk, 0)
        self._before = self._chunk, 0

    def _open(self) -> Optional[Chunk]:
        """A chunk to fill, which begins with the vectors before where they are known."""
        try:
            chunk = self._free.popleft()
        except IndexError:
            if self._chunks == self._max_chunks:
                return None
            self._chunks += 1
            rows = self._lead + self._capacity
            chunk = Chunk(
                [place.allocate(rows, width) for place, width in zip(self._places, self._widths)]
            )
        if self._lead and self._before is not None:
            # The chunk that holds them may be with the sender, or be this one: it is only read.
            before, row = self._before
            for into, array in zip(chunk.arrays, before.arrays):
                into[0] = array[row]
        chunk.steps = 0
        chunk.due = time.monotonic() + self._plan.linger
        self._chunk = chunk
        return chunk

    def _seal(self) -> None:
        chunk, self._chunk = self._chunk, None
        if chunk is None:
            return
        if chunk.steps:
            chunk.taken_at_millis = int(time.time() * 1000)
            self._filled.put((self, chunk))
        else:
            self._free.append(chunk)
