# SPDX-License-Identifier: Apache-2.0
"""From an optimiser's step to the verdict, and into the log of a tracker."""

import time

import pytest
import torch
from kafka_tools import read_all

import tailwatch
from tailwatch.v1 import events_pb2 as pb
from trainings import HeavyTailed, Mlp


def last_estimates(broker, run, series=1):
    """The estimates that end the series of a run; waits for so many."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        estimates = [
            pb.TailEstimate.FromString(value)
            for _, value, _ in read_all(broker, "tailwatch.estimates.v1")
        ]
        ends = [e for e in estimates if e.run == run and e.end_of_series]
        if len({e.series for e in ends}) == series:
            return ends
        time.sleep(0.2)
    pytest.fail(f"no estimate of {run} in 60 s")


def watched(broker, run, make, steps=16_001):
    training = HeavyTailed(make)
    with tailwatch.watch(
        training.model, training.optimizer, run=run, bootstrap_servers=broker, pane_steps=500
    ) as watcher:
        training.train(steps)
    assert watcher.stats.published_vectors == steps
    return last_estimates(broker, run)[-1]


def test_sgd_has_an_index(analyzer, run):
    estimate = watched(analyzer, run, lambda p: torch.optim.SGD(p, lr=1e-3))
    print(f"\nSGD: {estimate.sentence}")
    assert estimate.observable == pb.OBSERVABLE_UPDATE_NORM
    assert estimate.series == "weight" and estimate.learning_rate == pytest.approx(1e-3)
    # The updates have the tail of the errors, 2.5. At 2 % of some 16,000 the standard error is 6 %,
    # and the factor that each input brings bends the law: a quarter to either side leaves room for
    # both.
    assert 1.9 < estimate.index.value < 3.2
    assert estimate.index.lower < estimate.index.value < estimate.index.upper


@pytest.mark.parametrize(
    "make",
    [
        # An eps that is large makes Adam linear in the gradient: else its steps are bounded.
        lambda p: torch.optim.Adam(p, lr=10.0, betas=(0.1, 0.999), eps=1e4),
        lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.1),
    ],
    ids=["adam", "momentum"],
)
def test_adam_and_momentum_have_no_theory(analyzer, run, make):
    estimate = watched(analyzer, run, make)
    print(f"\n{estimate.sentence}")
    assert estimate.verdict == pb.VERDICT_NO_THEORY
    assert estimate.index.HasField("value")


def test_subsampled_network_is_estimated_and_nothing_of_it_refused(analyzer, run):
    training = Mlp(hidden=64, batch=16)
    with tailwatch.watch(
        training.model,
        training.optimizer,
        run=run,
        bootstrap_servers=analyzer,
        max_coordinates=500,
        pane_steps=100,
        every=2,
    ) as watcher:
        for _ in range(2_010):
            training.step()
    assert watcher.stats.dropped_vectors == 0
    ends = last_estimates(analyzer, run, len(watcher.series))
    assert {estimate.series for estimate in ends} == set(watcher.series)
    assert all(estimate.missing_steps == 0 for estimate in ends)
    # Each pane but the first, which is burn-in.
    assert {estimate.steps for estimate in ends} == {19 * 50}
    letters = [value for key, value, _ in read_all(analyzer, "tailwatch.dead-letters.v1")]
    assert letters == []


class Scalars:
    """As ``torch.utils.tensorboard.SummaryWriter``."""

    def __init__(self):
        self.scalars, self.texts, self.flushed = [], [], False

    def add_scalar(self, tag, value, step):
        self.scalars.append((tag, value, step))

    def add_text(self, tag, text, step):
        self.texts.append((tag, text, step))

    def flush(self):
        self.flushed = True


def test_estimates_are_written_back(analyzer, run):
    estimate = watched(analyzer, run, lambda p: torch.optim.SGD(p, lr=1e-3), steps=4_001)
    writer = Scalars()
    written = tailwatch.write_back(run, writer, bootstrap_servers=analyzer)
    assert written >= 7 and writer.flushed
    tag, text, step = writer.texts[-1]
    assert tag == "tailwatch/weight/update-norm/verdict"
    assert text.endswith(estimate.sentence)
    assert step <= estimate.last_step
