# SPDX-License-Identifier: Apache-2.0
"""The callback, called as Lightning calls it; Lightning itself is not in Debian."""

import importlib
import sys
import types

import pytest
import torch

import tailwatch

ABSENT = {"bootstrap_servers": "127.0.0.1:1", "close_timeout": 0.0}


class Callback:
    """As ``lightning.pytorch.Callback``: hooks that do nothing."""

    def on_train_start(self, trainer, pl_module):
        pass

    def on_train_end(self, trainer, pl_module):
        pass


class Trainer:
    """The order of hooks of ``Trainer.fit``."""

    def __init__(self, callback, model, steps=5, is_global_zero=True, global_step=0, fail=False):
        self.is_global_zero = is_global_zero
        self.global_step = global_step
        self.optimizers = [torch.optim.SGD(model.parameters(), lr=0.1)]
        try:
            callback.on_train_start(self, model)
            for _ in range(steps):
                self.optimizers[0].step()
                self.global_step += 1
            if fail:
                raise RuntimeError("loss is nan")
            callback.on_train_end(self, model)
        except RuntimeError as error:
            callback.on_exception(self, model, error)
        callback.teardown(self, model, "fit")


@pytest.fixture(params=["lightning.pytorch", "pytorch_lightning"])
def callback_class(request, monkeypatch):
    for name in ("lightning", "lightning.pytorch", "pytorch_lightning"):
        monkeypatch.setitem(sys.modules, name, None)
    if request.param == "lightning.pytorch":
        monkeypatch.setitem(sys.modules, "lightning", types.ModuleType("lightning"))
    module = types.ModuleType(request.param)
    module.Callback = Callback
    monkeypatch.setitem(sys.modules, request.param, module)
    monkeypatch.delitem(sys.modules, "tailwatch.lightning", raising=False)
    return tailwatch.TailWatchCallback


def test_callback_watches_from_start_to_end(callback_class):
    model = torch.nn.Linear(2, 1)
    callback = callback_class(run="r", **ABSENT)
    assert isinstance(callback, Callback)
    trainer = Trainer(callback, model)
    assert callback.watcher.series == ["weight", "bias"]
    assert callback.watcher.stats.dropped_vectors == 10
    assert not callback.watcher._failed
    assert "step" not in vars(trainer.optimizers[0])


def test_exception_is_a_failed_run(callback_class):
    callback = callback_class(run="r", **ABSENT)
    Trainer(callback, torch.nn.Linear(2, 1), fail=True)
    assert callback.watcher._failed and callback.watcher._closed


def test_only_the_first_process_publishes(callback_class):
    callback = callback_class(run="r", **ABSENT)
    Trainer(callback, torch.nn.Linear(2, 1), is_global_zero=False)
    assert callback.watcher is None


def test_steps_go_on_after_a_checkpoint(callback_class):
    callback = callback_class(run="r", **ABSENT)
    Trainer(callback, torch.nn.Linear(2, 1), global_step=100)
    (recorder,) = callback.watcher._series
    assert recorder.next_step == 105


def test_missing_lightning_is_named(monkeypatch):
    for name in ("lightning", "lightning.pytorch", "pytorch_lightning"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "tailwatch.lightning", raising=False)
    with pytest.raises(ImportError, match="pip install lightning"):
        importlib.import_module("tailwatch.lightning")
