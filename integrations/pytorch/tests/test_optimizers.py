# SPDX-License-Identifier: Apache-2.0
import collections
import pickle
import warnings

import pytest
import torch

from tailwatch._optimizers import after_each_step, describe, kind_of, text_of
from tailwatch.v1 import events_pb2 as pb


def sgd(**options):
    parameter = torch.nn.Parameter(torch.ones(3))
    parameter.grad = torch.ones(3)
    return torch.optim.SGD([parameter], lr=0.1, **options)


class Counting(list):
    def __call__(self):
        self.append(1)


def test_is_called_after_each_step_and_restored():
    optimizer, calls = sgd(), Counting()
    before = dict(vars(optimizer))
    undo = after_each_step(optimizer, calls)
    optimizer.step()
    optimizer.step()
    assert len(calls) == 2
    undo()
    optimizer.step()
    assert len(calls) == 2
    assert "step" not in vars(optimizer) and vars(optimizer).keys() == before.keys()


def test_closure_and_result_go_through():
    optimizer = sgd()
    undo = after_each_step(optimizer, lambda: None)
    assert optimizer.step(lambda: 42) == 42
    undo()


def test_step_that_fails_is_none():
    optimizer, calls = sgd(), Counting()
    undo = after_each_step(optimizer, calls)
    with pytest.raises(ZeroDivisionError):
        optimizer.step(lambda: 1 / 0)
    assert not calls
    undo()


@pytest.mark.parametrize("scheduler_first", [True, False])
def test_schedulers_go_on_and_do_not_warn(scheduler_first):
    optimizer, calls = sgd(), Counting()
    scheduler = None
    if scheduler_first:
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    undo = after_each_step(optimizer, calls)
    if not scheduler_first:
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(3):
            optimizer.step()
            scheduler.step()
        undo()
        optimizer.step()
        scheduler.step()
    assert len(calls) == 3
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0.1 * 0.5**4)


def test_two_of_us_are_undone_in_any_order():
    for first in (0, 1):
        optimizer, calls = sgd(), (Counting(), Counting())
        undo = [after_each_step(optimizer, each) for each in calls]
        optimizer.step()
        undo[first]()
        optimizer.step()
        undo[1 - first]()
        optimizer.step()
        assert len(calls[first]) == 1 and len(calls[1 - first]) == 2


def test_optimizer_can_be_pickled_meanwhile():
    optimizer = sgd()
    undo = after_each_step(optimizer, lambda: None)
    restored = pickle.loads(pickle.dumps(optimizer))
    assert restored.param_groups[0]["lr"] == 0.1
    undo()


class NewerOptimizer(torch.optim.SGD):
    """With the hooks of PyTorch 2: called with optimiser and arguments, removed by their handle."""

    def __init__(self, params, lr):
        super().__init__(params, lr)
        self.post_hooks = collections.OrderedDict()

    def register_step_post_hook(self, hook):
        handle = torch.utils.hooks.RemovableHandle(self.post_hooks)
        self.post_hooks[handle.id] = hook
        return handle

    def step(self, closure=None):
        result = super().step(closure)
        for hook in self.post_hooks.values():
            assert hook(self, (closure,), {}) is None
        return result


def test_hooks_of_newer_versions_are_used():
    parameter = torch.nn.Parameter(torch.ones(3))
    optimizer, calls = NewerOptimizer([parameter], 0.1), Counting()
    undo = after_each_step(optimizer, calls)
    assert "step" not in vars(optimizer)
    optimizer.step()
    undo()
    optimizer.step()
    assert len(calls) == 1 and not optimizer.post_hooks


class Subclass(torch.optim.SGD):
    pass


@pytest.mark.parametrize(
    "make, kind",
    [
        (lambda p: torch.optim.SGD(p, lr=0.1), pb.OPTIMIZER_KIND_SGD),
        (lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), pb.OPTIMIZER_KIND_MOMENTUM),
        (lambda p: Subclass(p, lr=0.1), pb.OPTIMIZER_KIND_OTHER),
        (lambda p: torch.optim.RMSprop(p), pb.OPTIMIZER_KIND_OTHER),
        (lambda p: torch.optim.Adam(p), pb.OPTIMIZER_KIND_ADAM),
        (lambda p: torch.optim.AdamW(p), pb.OPTIMIZER_KIND_ADAM),
        (lambda p: torch.optim.NAdam(p), pb.OPTIMIZER_KIND_ADAM),
    ],
)
def test_kind_is_that_of_the_optimizer(make, kind):
    optimizer = make([torch.nn.Parameter(torch.ones(1))])
    assert kind_of(optimizer, optimizer.param_groups[0]) == kind


def test_description_holds_the_settings_of_the_group():
    optimizer = sgd(momentum=0.9, weight_decay=0.01)
    assert describe(optimizer, optimizer.param_groups[0], 32) == pb.Optimizer(
        kind=pb.OPTIMIZER_KIND_MOMENTUM, learning_rate=0.1, momentum=0.9, batch_size=32, ridge=0.01
    )
    assert text_of(optimizer) == "SGD(lr=0.1, momentum=0.9, weight_decay=0.01)"
