# SPDX-License-Identifier: Apache-2.0
"""What a watcher takes and refuses; no broker is there."""

import sys
import types

import pytest
import torch

import tailwatch

ABSENT = {"bootstrap_servers": "127.0.0.1:1", "close_timeout": 0.0}


def linear():
    model = torch.nn.Linear(3, 2)
    return model, torch.optim.SGD(model.parameters(), lr=0.1)


def step(model, optimizer):
    optimizer.zero_grad()
    model(torch.ones(4, 3)).square().sum().backward()
    optimizer.step()


@pytest.mark.parametrize(
    "options, message",
    [
        ({"run": ""}, "run must be a text that is not empty"),
        ({"run": "a\nb"}, "run must not hold control characters"),
        ({"every": 0}, "every must be at least 1: was 0"),
        ({"quantity": "gradients"}, "quantity must be updates or iterates: was gradients"),
        ({"max_coordinates": 0}, "max_coordinates must be at least 1"),
        ({"seed": 0}, "seed must not be 0"),
        ({"attempt": 0}, "attempt must be at least 1"),
        ({"first_step": -1}, "first_step must be in"),
        ({"every": 5, "pane_steps": 4}, "pane_steps must be at least every = 5: was 4"),
        ({"panes": 1025}, "panes must be in"),
        ({"batch_bytes": 10}, "batch_bytes must be in"),
        ({"max_memory_bytes": 10}, "max_memory_bytes must be at least"),
        ({"topic_prefix": "a b"}, "topic_prefix must be"),
        ({"bootstrap_servers": ""}, "bootstrap_servers must not be empty"),
        ({"parameters": ["wieght"]}, r"parameters must be those of the model: had \['wieght'\]"),
        ({"parameters": []}, "nothing to watch"),
        ({"kafka": {"no.such": 1}}, "bad Kafka property: .*no.such"),
        ({"kafka": {"acks": "some"}}, "bad Kafka property: .*acks"),
    ],
)
def test_bad_options_are_named_before_the_training_begins(options, message):
    model, optimizer = linear()
    with pytest.raises(ValueError, match=message):
        tailwatch.watch(model, optimizer, **{"run": "r", **ABSENT, **options})
    assert "step" not in vars(optimizer)


def test_every_parameter_of_the_optimizer_is_a_series():
    model, optimizer = linear()
    with tailwatch.watch(model, optimizer, run="r", **ABSENT) as watcher:
        assert watcher.series == ["weight", "bias"]
        assert watcher.bytes_per_step == 4 * 8
    assert "step" not in vars(optimizer)


def test_parameters_are_chosen_by_name_or_by_a_function():
    model, optimizer = linear()
    for chosen in (["bias"], "bias", lambda name, parameter: parameter.dim() == 1):
        with tailwatch.watch(model, optimizer, run="r", parameters=chosen, **ABSENT) as watcher:
            assert watcher.series == ["bias"]


def test_model_may_be_named_tensors():
    weights = torch.zeros(3, requires_grad=True)
    optimizer = torch.optim.SGD([weights], lr=0.1)
    with tailwatch.watch([("weights", weights)], optimizer, run="r", **ABSENT) as watcher:
        assert watcher.series == ["weights"]


def test_frozen_and_complex_parameters_are_left_out():
    model = torch.nn.ParameterDict(
        {
            "frozen": torch.nn.Parameter(torch.zeros(2), requires_grad=False),
            "complex": torch.nn.Parameter(torch.zeros(2, dtype=torch.complex64)),
            "plain": torch.nn.Parameter(torch.zeros(2)),
        }
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with tailwatch.watch(model, optimizer, run="r", **ABSENT) as watcher:
        assert watcher.series == ["plain"]
        assert "complex is torch.complex64" in watcher.stats.last_error


def test_vectors_without_a_broker_are_dropped_and_counted():
    model, optimizer = linear()
    with tailwatch.watch(model, optimizer, run="r", **ABSENT) as watcher:
        for _ in range(10):
            step(model, optimizer)
    stats = watcher.stats
    assert (stats.published_vectors, stats.dropped_vectors, stats.dropped_samples) == (0, 20, 80)
    assert stats.last_error


def test_later_steps_are_not_counted_and_closing_twice_is_fine():
    model, optimizer = linear()
    watcher = tailwatch.watch(model, optimizer, run="r", **ABSENT)
    watcher.close()
    watcher.close()
    step(model, optimizer)
    assert watcher.stats.dropped_vectors == 0


def test_errors_of_the_training_go_through():
    model, optimizer = linear()
    with pytest.raises(KeyError), tailwatch.watch(model, optimizer, run="r", **ABSENT):
        raise KeyError


def test_several_optimizers_count_their_own_steps():
    generator, critic = torch.nn.Linear(2, 1), torch.nn.Linear(2, 1)
    both = torch.nn.ModuleDict({"generator": generator, "critic": critic})
    optimizers = [torch.optim.SGD(each.parameters(), lr=0.1) for each in (generator, critic)]
    with tailwatch.watch(both, optimizers, run="r", **ABSENT) as watcher:
        assert len(watcher.series) == 4
        optimizers[0].step()
        optimizers[1].step()
        optimizers[1].step()
    assert watcher.stats.dropped_vectors == 2 + 4


def test_run_is_named_after_the_trackers_or_the_model(monkeypatch):
    model, optimizer = linear()
    with tailwatch.watch(model, optimizer, **ABSENT) as watcher:
        assert watcher.run.startswith("Linear-2")
    run = types.SimpleNamespace(id="w1", project="p", entity="e")
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace(run=run))
    with tailwatch.watch(model, optimizer, **ABSENT) as watcher:
        assert watcher.run == "w1"
