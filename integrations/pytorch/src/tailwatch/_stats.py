# SPDX-License-Identifier: Apache-2.0
"""What became of what was recorded, and what went wrong."""

from __future__ import annotations

import logging
from dataclasses import dataclass

LOG = logging.getLogger("tailwatch")


@dataclass(frozen=True)
class Stats:
    """Counts over all series of a watcher so far.

    A vector is one series at one step. Every one that was due ends as published or as dropped;
    until then it is queued.
    """

    published_vectors: int
    """Vectors the broker has acknowledged."""
    published_samples: int
    """Values in them."""
    published_batches: int
    """Events in which they went."""
    dropped_vectors: int
    """Vectors crowded out, or lost on the way."""
    dropped_samples: int
    """Values in them."""
    queue_ratio: float
    """How full the buffers are, from 0 to 1."""
    last_error: str
    """The last trouble in one sentence; empty if there was none."""


class Counter:
    """Vectors and samples; written by one thread, read by any."""

    __slots__ = ("vectors", "samples")

    def __init__(self) -> None:
        self.vectors = 0
        self.samples = 0

    def add(self, vectors: int, samples: int) -> None:
        self.vectors += vectors
        self.samples += samples


class Troubles:
    """Remembers what went wrong, and warns of each kind once.

    Writing a log may block, so the training thread only leaves a note; the sender thread logs it.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self._logged: set[str] = set()
        self.last = ""

    def note(self, kind: str, text: str) -> None:
        """Leaves a note; the first of each kind is the one that is logged."""
        self._first.setdefault(kind, text)
        self.last = text

    def log(self) -> None:
        """Warns of what is new. Sender thread only."""
        for kind, text in list(self._first.items()):
            if kind not in self._logged:
                self._logged.add(kind)
                LOG.warning("%s (said once; later ones are only counted)", text)
