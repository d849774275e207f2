#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a watcher costs: two trainings from the same seed, one of them watched, in turns.

Each round trains both for the same number of steps, the one first that was second before. Before a
round ends the watcher's buffers are emptied outside the measured time, so that what it sends never
slows the other down. Printed is the ratio of the steps per second, watched to plain: the median
over the rounds and its 95 % interval by order statistics.
"""

import argparse
import math
import statistics
import time

import tailwatch
from trainings import Mlp


def ratios(broker, hidden, batch, rounds, seconds, run, **options):
    """Ratios of each round, by the clock and by the processor time of the training thread; that of
    the fastest rounds of each, which other programs disturbed least; microseconds of a plain step;
    the watcher."""
    plain, watched = Mlp(hidden=hidden, batch=batch), Mlp(hidden=hidden, batch=batch)
    with tailwatch.watch(
        watched.model, watched.optimizer, run=run, bootstrap_servers=broker, **options
    ) as watcher:
        steps = 50
        for training in (plain, watched):
            timed(training, steps)
        steps = max(10, int(seconds * steps / timed(plain, steps)[0]))
        wall, processor, seconds = [], [], {plain: [], watched: []}
        for number in range(rounds):
            times = {}
            for training in (plain, watched) if number % 2 else (watched, plain):
                times[training] = timed(training, steps)
                seconds[training].append(times[training][0])
                drain(watcher)
            for result, clock in ((wall, 0), (processor, 1)):
                result.append(times[plain][clock] / times[watched][clock])
    fastest = min(seconds[plain]) / min(seconds[watched])
    return wall, processor, fastest, statistics.median(seconds[plain]) / steps * 1e6, watcher


def timed(training, steps):
    """Seconds of wall time, and of the processor in this thread."""
    begin, processor = time.perf_counter(), time.thread_time()
    for _ in range(steps):
        training.step()
    return time.perf_counter() - begin, time.thread_time() - processor


def drain(watcher):
    """Waits until what is full was sent; one chunk is always being filled."""
    deadline = time.monotonic() + 5
    (recorder,) = watcher._series
    while recorder._filled.qsize() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)


def median_interval(values):
    """Median, and order statistics that hold it with 95 %."""
    ordered = sorted(values)
    n = len(ordered)
    reach = 1.96 * math.sqrt(n) / 2
    low, high = max(0, math.floor(n / 2 - reach)), min(n - 1, math.ceil(n / 2 + reach) - 1)
    return statistics.median(ordered), ordered[low], ordered[high]


def report(broker, hidden, batch, rounds, seconds, run, **options):
    """Measures and prints one line; returns the median ratio by processor time."""
    wall, processor, fastest, micros, watcher = ratios(
        broker, hidden, batch, rounds, seconds, run, **options
    )
    median, low, high = median_interval(wall)
    stats = watcher.stats
    dropped = stats.dropped_vectors / max(1, stats.dropped_vectors + stats.published_vectors)
    print(
        f"MLP 64-{hidden}-{hidden}-10, batch {batch}: {micros:.0f} us a step,"
        f" {watcher.bytes_per_step:,} bytes published;"
        f" throughput {median:.3f} [{low:.3f}, {high:.3f}] of plain"
        f" in {len(wall)} rounds, {fastest:.3f} in the fastest of each;"
        f" by processor time of its thread {statistics.median(processor):.3f};"
        f" {100 * dropped:.1f} % dropped",
        flush=True,
    )
    return statistics.median(processor)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bootstrap-servers", default="localhost:9092")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=0.5, help="of one training in a round")
    parser.add_argument("--threads", type=int, help="of PyTorch; default its own")
    arguments = parser.parse_args()
    if arguments.threads:
        import torch

        torch.set_num_threads(arguments.threads)
    for hidden, batch in ((32, 32), (128, 64), (256, 128), (512, 256)):
        for options in ({}, {"max_coordinates": 256}, {"every": 10}):
            print(options or "defaults", end=": ")
            report(
                arguments.bootstrap_servers,
                hidden,
                batch,
                arguments.rounds,
                arguments.seconds,
                f"overhead-{time.time_ns()}",
                **options,
            )


if __name__ == "__main__":
    main()
