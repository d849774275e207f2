# SPDX-License-Identifier: Apache-2.0
"""The callback for Lightning, whichever of its two packages is there."""

from __future__ import annotations

from typing import Any, Optional

try:
    from lightning.pytorch import Callback
except ImportError:
    try:
        from pytorch_lightning import Callback
    except ImportError as missing:
        raise ImportError(
            "TailWatchCallback needs Lightning: pip install lightning (or pytorch-lightning)"
        ) from missing

from .watcher import Watcher


class TailWatchCallback(Callback):
    """Watches ``trainer.fit``.

        trainer = Trainer(callbacks=[TailWatchCallback(run="my-run")])

    Takes the options of :class:`tailwatch.Watcher`. Of several processes the first one publishes,
    which is what all of them train where gradients are averaged. A checkpoint that is resumed from
    goes on with its step; give it ``attempt=2`` and so on.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__()
        self._options = options
        self.watcher: Optional[Watcher] = None
        """The watcher, while the model is fitted and after it."""

    def on_train_start(self, trainer: Any, pl_module: Any) -> None:
        if not trainer.is_global_zero:
            return
        self._close(failed=False)
        options = {"first_step": trainer.global_step // max(1, len(trainer.optimizers))}
        self.watcher = Watcher(pl_module, list(trainer.optimizers), **{**options, **self._options})

    def on_train_end(self, trainer: Any, pl_module: Any) -> None:
        self._close(failed=False)

    def on_exception(self, trainer: Any, pl_module: Any, exception: BaseException) -> None:
        self._close(failed=True)

    def teardown(self, trainer: Any, pl_module: Any, stage: str) -> None:
        # Where the training was ended by what is no exception to Lightning.
        self._close(failed=False)

    def _close(self, failed: bool) -> None:
        if self.watcher is not None:
            if failed:
                self.watcher.failed()
            self.watcher.close()
