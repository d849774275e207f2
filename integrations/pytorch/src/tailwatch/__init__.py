# SPDX-License-Identifier: Apache-2.0
"""Watches the tails of a live PyTorch training.

    with tailwatch.watch(model, optimizer, run="my-run"):
        train()

publishes the update of each parameter after each optimiser step, as Kafka events; the TailWatch
analyzer estimates their tail index. The training is neither changed, nor held up, nor interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._stats import Stats
from .watcher import Watcher, watch
from .write_back import write_back

if TYPE_CHECKING:
    from .lightning import TailWatchCallback

__all__ = ["Stats", "TailWatchCallback", "Watcher", "watch", "write_back"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # Lightning is imported only by those who ask for its callback.
    if name == "TailWatchCallback":
        from .lightning import TailWatchCallback

        return TailWatchCallback
    raise AttributeError(f"module 'tailwatch' has no attribute {name!r}")
