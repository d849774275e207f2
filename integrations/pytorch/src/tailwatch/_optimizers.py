# SPDX-License-Identifier: Apache-2.0
"""What an optimiser is, and how to be called after each of its steps."""

from __future__ import annotations

import functools
import types
from typing import Any, Callable, Mapping

import torch

from ._names import clean
from .v1 import events_pb2 as pb


def kind_of(optimizer: torch.optim.Optimizer, group: Mapping[str, Any]) -> pb.OptimizerKind:
    """The kind that decides whether there is a theory: only for plain SGD there is one."""
    names = [each.__name__.lower() for each in type(optimizer).__mro__]
    if any("adam" in name for name in names):
        return pb.OPTIMIZER_KIND_ADAM
    # Subclasses of SGD may do anything in their step.
    if type(optimizer) is torch.optim.SGD:
        return pb.OPTIMIZER_KIND_MOMENTUM if group["momentum"] else pb.OPTIMIZER_KIND_SGD
    return pb.OPTIMIZER_KIND_OTHER


def describe(
    optimizer: torch.optim.Optimizer, group: Mapping[str, Any], batch_size: int
) -> pb.Optimizer:
    """What a verdict needs to know of an optimiser, for the parameters of one group."""
    kind = kind_of(optimizer, group)
    sgd = kind in (pb.OPTIMIZER_KIND_SGD, pb.OPTIMIZER_KIND_MOMENTUM)
    return pb.Optimizer(
        kind=kind,
        learning_rate=float(group.get("lr", 0.0)),
        momentum=float(group["momentum"]) if sgd else 0.0,
        batch_size=batch_size,
        ridge=float(group["weight_decay"]) if sgd else 0.0,
    )


def text_of(optimizer: torch.optim.Optimizer) -> str:
    """For people: the optimiser with its settings that are not 0 or off."""
    settings = ", ".join(
        f"{name}={value}"
        for name, value in sorted(optimizer.defaults.items())
        if isinstance(value, (int, float, tuple)) and value
    )
    return clean(f"{type(optimizer).__name__}({settings})")


def after_each_step(
    optimizer: torch.optim.Optimizer, callback: Callable[[], None]
) -> Callable[[], None]:
    """Has ``callback`` called after each step that does not fail; returns what undoes it.

    PyTorch 2 has a hook for it. Before that the method is wrapped on the instance, as its learning
    rate schedulers do, and so that they can wrap it again: they ask for ``__self__`` and
    ``__func__`` of a bound method, and look for the mark that another of them left on it.
    """
    register = getattr(optimizer, "register_step_post_hook", None)
    if register is not None:
        return register(lambda _optimizer, _args, _kwargs: callback()).remove
    return _wrap(optimizer, callback)


def _wrap(optimizer: torch.optim.Optimizer, callback: Callable[[], None]) -> Callable[[], None]:
    original = optimizer.step
    on_instance = "step" in vars(optimizer)
    callbacks = [callback]

    @functools.wraps(original)
    def step(_self: torch.optim.Optimizer, *args: Any, **kwargs: Any) -> Any:
        result = original(*args, **kwargs)
        for each in callbacks:
            each()
        return result

    wrapper = types.MethodType(step, optimizer)
    optimizer.step = wrapper  # type: ignore[assignment]

    def undo() -> None:
        callbacks.clear()
        # Wrapped again by somebody else, ours stays below theirs and does nothing.
        if vars(optimizer).get("step") is wrapper:
            if on_instance:
                optimizer.step = original  # type: ignore[assignment]
            else:
                del optimizer.step

    return undo
