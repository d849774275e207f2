# SPDX-License-Identifier: Apache-2.0
import queue

import numpy as np
import pytest
import torch

from tailwatch._recorder import Plan, Recorder, Source
from tailwatch._stats import Troubles
from tailwatch._subsample import choose


def recorder_of(
    *parameters,
    updates=True,
    every=1,
    first_step=0,
    linger=1e9,
    max_bytes=32 << 20,
    max_coordinates=4096,
    groups=({"lr": 0.1},),
):
    sources = [
        Source(f"p{i}", parameter, 0, min(parameter.numel(), max_coordinates), 7)
        for i, parameter in enumerate(parameters)
    ]
    filled = queue.SimpleQueue()
    plan = Plan(updates, every, first_step, linger, max_bytes)
    return Recorder(sources, groups, plan, filled, Troubles()), filled


def taken(filled):
    chunks = []
    while not filled.empty():
        chunks.append(filled.get()[1])
    return chunks


def walk(recorder, parameter, steps):
    """Moves a parameter at random; returns it after each step, the start first."""
    states = [parameter.detach().clone()]
    for _ in range(steps):
        with torch.no_grad():
            parameter += torch.randn_like(parameter)
        states.append(parameter.detach().clone())
        recorder.after_step()
    return states


def test_updates_are_differences_across_chunks():
    torch.manual_seed(1)
    parameter = torch.nn.Parameter(torch.randn(4096))  # 63 steps and a first row a chunk
    recorder, filled = recorder_of(parameter)
    states = walk(recorder, parameter, 200)
    recorder.finish()

    chunks = taken(filled)
    vectors = np.concatenate([recorder.vectors(chunk)[0] for chunk in chunks])
    assert len(chunks) == 4
    assert [chunk.first_step for chunk in chunks] == [0, 63, 126, 189]
    expected = torch.stack([b - a for a, b in zip(states, states[1:])])
    assert vectors.tobytes() == expected.numpy().tobytes()
    assert recorder.dropped.vectors == 0


def test_every_later_update_spans_three_steps():
    torch.manual_seed(2)
    parameter = torch.nn.Parameter(torch.randn(5))
    recorder, filled = recorder_of(parameter, every=3, first_step=10)
    states = walk(recorder, parameter, 8)
    recorder.finish()
    (chunk,) = taken(filled)
    assert (chunk.first_step, chunk.steps) == (12, 2)
    expected = torch.stack([states[3] - states[0], states[6] - states[3]])
    assert recorder.vectors(chunk)[0].tobytes() == expected.numpy().tobytes()


def test_iterates_are_the_parameters():
    torch.manual_seed(3)
    parameter = torch.nn.Parameter(torch.randn(5))
    recorder, filled = recorder_of(parameter, updates=False)
    states = walk(recorder, parameter, 4)
    recorder.finish()
    (chunk,) = taken(filled)
    assert recorder.vectors(chunk)[0].tobytes() == torch.stack(states[1:]).numpy().tobytes()


@pytest.mark.parametrize("make", [lambda p: p, lambda p: p.t()], ids=["contiguous", "transposed"])
def test_long_parameters_are_subsampled(make):
    torch.manual_seed(4)
    parameter = torch.nn.Parameter(make(torch.randn(30, 40)))
    recorder, filled = recorder_of(parameter, updates=False, max_coordinates=50)
    recorder.after_step()
    recorder.finish()
    (chunk,) = taken(filled)
    chosen = parameter.detach().reshape(-1).numpy()[choose(1200, 50, 7)]
    assert recorder.vectors(chunk)[0][0].tobytes() == chosen.tobytes()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16, torch.bfloat16])
def test_parameter_that_is_not_in_one_piece_is_copied_all_the_same(dtype):
    parameter = torch.nn.Parameter(torch.arange(6).reshape(2, 3).to(dtype).t())
    recorder, filled = recorder_of(parameter, updates=False)
    recorder.after_step()
    recorder.finish()
    (chunk,) = taken(filled)
    source = recorder.sources[0]
    flat = source.format.view(parameter.detach().contiguous()).reshape(-1)
    assert recorder.vectors(chunk)[0][0].tobytes() == flat.tobytes()


def test_parameter_may_get_other_memory():
    parameter = torch.nn.Parameter(torch.zeros(3))
    recorder, filled = recorder_of(parameter, updates=False)
    recorder.after_step()
    parameter.data = torch.ones(3)
    recorder.after_step()
    recorder.finish()
    (chunk,) = taken(filled)
    assert recorder.vectors(chunk)[0].tolist() == [[0, 0, 0], [1, 1, 1]]


def test_parameter_of_another_type_ends_the_recording_and_nothing_else():
    parameter = torch.nn.Parameter(torch.zeros(3))
    recorder, filled = recorder_of(parameter, updates=False)
    recorder.after_step()
    parameter.data = torch.ones(3, dtype=torch.float64)
    recorder.after_step()
    recorder.after_step()
    (chunk,) = taken(filled)
    assert chunk.steps == 1
    assert recorder.dropped.vectors == 2
    assert "p0 must stay torch.float32" in recorder._troubles.last


def test_full_memory_drops_the_newest_and_counts():
    torch.manual_seed(5)
    parameter = torch.nn.Parameter(torch.randn(1000))
    recorder, filled = recorder_of(parameter, max_bytes=4 * 64 * 4000)
    states = walk(recorder, parameter, 300)
    chunks = taken(filled)
    assert [chunk.first_step for chunk in chunks] == [0, 63, 126, 189]
    assert recorder.dropped.vectors == 300 - 252
    assert recorder.fullness == 1.0

    for chunk in chunks:
        recorder.release(chunk)
    states += walk(recorder, parameter, 3)[1:]
    recorder.finish()
    (later,) = taken(filled)
    # Step 300 had nothing to be subtracted from.
    assert recorder.dropped.vectors == 49
    assert (later.first_step, later.steps) == (301, 2)
    expected = torch.stack([states[302] - states[301], states[303] - states[302]])
    assert recorder.vectors(later)[0].tobytes() == expected.numpy().tobytes()


def test_learning_rate_that_moves_begins_a_new_chunk():
    parameter = torch.nn.Parameter(torch.zeros(2))
    group = {"lr": 0.1}
    recorder, filled = recorder_of(parameter, groups=[group])
    for rate in (0.1, 0.1005, 0.102, 0.102, 0.05):
        group["lr"] = rate
        recorder.after_step()
    recorder.finish()
    chunks = taken(filled)
    assert [chunk.rates for chunk in chunks] == [(0.1,), (0.102,), (0.05,)]
    assert [chunk.steps for chunk in chunks] == [2, 2, 1]


def test_linger_hands_over_what_is_there():
    parameter = torch.nn.Parameter(torch.zeros(2))
    recorder, filled = recorder_of(parameter, linger=1e-9)
    recorder.after_step()
    recorder.after_step()
    assert [chunk.steps for chunk in taken(filled)] == [1, 1]


def test_memory_too_small_for_two_chunks_is_named():
    with pytest.raises(ValueError, match="max_memory_bytes must be at least"):
        recorder_of(torch.nn.Parameter(torch.zeros(1000)), max_bytes=1000)
