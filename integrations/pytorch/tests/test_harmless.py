# SPDX-License-Identifier: Apache-2.0
"""A training with a watcher is the training without it, whatever the broker does."""

import os
import resource
import time

import pytest
import torch
from kafka_tools import BrokerProcess, batches_of

import tailwatch
from trainings import Mlp

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.01),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=1e-4),
    "adam": lambda p: torch.optim.Adam(p, lr=1e-3),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("address", ["present", "absent"])
def test_training_is_bit_identical(request, run, name, address):
    address = request.getfixturevalue("broker") if address == "present" else "127.0.0.1:1"
    plain, watched = (Mlp(make=OPTIMIZERS[name]) for _ in range(2))
    for _ in range(100):
        plain.step()
    with tailwatch.watch(
        watched.model, watched.optimizer, run=run, bootstrap_servers=address, close_timeout=1
    ):
        for _ in range(100):
            watched.step()
    assert watched.bits() == plain.bits()
    assert torch.equal(torch.rand(5), torch.rand(5)) is False  # the generator is not frozen


class Stopwatch:
    """How long the watcher holds up each step of the training. A thread that waits gives the
    processor away of its own accord, which the kernel counts; one whose processor is taken away, as
    happens to any training on a machine that runs a broker, too, does not wait for us. Nor does it
    for the time in which the sender had the interpreter, and no processor."""

    def __init__(self, watcher):
        (self._recorder,) = watcher._series
        self._take = self._recorder._take
        self._recorder._take = self._timed
        sender = watcher._sender._thread.native_id
        self._schedstat = os.open(f"/proc/self/task/{sender}/schedstat", os.O_RDONLY)
        self._steps = []

    def _timed(self, step):
        waits, idle = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw, self._sender_waited()
        begin = time.perf_counter()
        try:
            return self._take(step)
        finally:
            seconds = time.perf_counter() - begin
            waits = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw - waits
            self._steps.append((seconds, waits, self._sender_waited() - idle))

    def _sender_waited(self):
        """Seconds in which the sender was ready to run and had no processor (Linux)."""
        return int(os.pread(self._schedstat, 100, 0).split()[1]) * 1e-9

    def check(self, phase):
        """No step waits for a millisecond; one in 1,000 may, for what is not counted."""
        seconds = sorted(seconds for seconds, _, _ in self._steps)
        steps = len(seconds)
        waited = [s for s, waits, idle in self._steps if waits and s - idle >= 1e-3]
        preempted = sum(s >= 1e-3 for s in seconds) - len(waited)
        self._steps.clear()
        print(
            f"{phase:>10}: {steps} steps, median {seconds[steps // 2] * 1e6:.0f} us,"
            f" 99 % {seconds[-1 - steps // 100] * 1e6:.0f} us; of a millisecond or more:"
            f" {len(waited)} that waited, {preempted} that lost the processor"
        )
        assert len(waited) <= max(1, steps // 1000), waited


def train_for(training, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        training.step()


def test_broker_that_is_absent_frozen_throttled_lost_and_back_never_holds_up_the_training(
    tmp_path, run
):
    process = BrokerProcess(tmp_path / "kafka")
    training = Mlp(hidden=64)
    plain = Mlp(hidden=64)
    # A small buffer, so that it is full while the broker is away.
    watcher = tailwatch.watch(
        training.model,
        training.optimizer,
        run=run,
        bootstrap_servers=process.address,
        max_memory_bytes=4 << 20,
        kafka={"queue.buffering.max.kbytes": 4096},
    )
    stopwatch = Stopwatch(watcher)
    try:
        train_for(training, 1)
        stopwatch.check("absent")
        assert watcher.stats.published_vectors == 0 and watcher.stats.dropped_vectors > 0

        process.start()
        train_for(training, 1.5)
        stopwatch.check("there")
        assert watcher.stats.published_vectors > 0

        process.freeze()
        train_for(training, 1)
        stopwatch.check("frozen")
        process.thaw()

        for _ in range(6):
            process.freeze()
            train_for(training, 0.18)
            process.thaw()
            train_for(training, 0.02)
        stopwatch.check("throttled")

        process.kill()
        dropped = watcher.stats.dropped_vectors
        train_for(training, 1.5)
        stopwatch.check("lost")
        assert watcher.stats.dropped_vectors > dropped

        process.start()
        published = watcher.stats.published_vectors
        train_for(training, 2)
        stopwatch.check("back")
        assert watcher.stats.published_vectors > published
        watcher.close()

        (recorder,) = watcher._series
        steps = recorder.next_step
        stats = watcher.stats
        print(f"{steps} steps: {stats}")
        assert stats.published_vectors + stats.dropped_vectors == 6 * steps
        # In order within each series, whatever was lost between.
        batches = batches_of(process.address, run)
        for name in watcher.series:
            firsts = [batch.first_step for batch in batches if batch.series == name]
            assert firsts[0] == 0 and firsts[-1] > steps - 1000
            assert sorted(set(firsts)) == list(dict.fromkeys(firsts))
        for _ in range(steps):
            plain.step()
        assert training.bits() == plain.bits()
    finally:
        watcher.close()
        process.kill()
