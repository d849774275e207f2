# SPDX-License-Identifier: Apache-2.0
"""The thread that sends: the only one that ever waits for Kafka."""

from __future__ import annotations

import functools
import queue
import threading
import time
from typing import Any, Mapping, Optional, Sequence

from confluent_kafka import KafkaError, KafkaException

from ._batches import Series
from ._kafka import Connection
from ._names import Topics, encode
from ._recorder import Chunk, Recorder
from ._stats import Troubles
from .v1 import events_pb2 as pb

_IDLE_SECONDS = 0.05
_ANNOUNCE_AGAIN_SECONDS = 30.0
_MAX_ENTRIES = 1024


class _OutOfTime(Exception):
    """The watcher is being closed and has no patience left."""


class Sender:
    """Sends what recorders hand over, in order.

    While the broker is away it holds on to the oldest event and tries again; meanwhile the training
    drops the newest steps.
    """

    def __init__(
        self,
        connection: Connection,
        topics: Topics,
        run: pb.RunDescriptor,
        filled: "queue.SimpleQueue[Optional[tuple[Recorder, Chunk]]]",
        troubles: Troubles,
    ) -> None:
        self._connection = connection
        self._topics = topics
        self._run_descriptor = run
        self._filled = filled
        self._troubles = troubles
        self._series: Mapping[Recorder, Sequence[Series]] = {}
        self._deadline = float("inf")
        self._failed = False
        self._last_taken = False
        self._next_announcement: Optional[float] = 0.0
        self._thread = threading.Thread(target=self._run, name="tailwatch-sender", daemon=True)

    def start(self, series: Mapping[Recorder, Sequence[Series]]) -> None:
        """Starts the thread."""
        self._series = series
        now = int(time.time() * 1000)
        self._run_descriptor.started_at_millis = now
        self._run_descriptor.series.extend(
            [each.name for of_recorder in series.values() for each in of_recorder][:_MAX_ENTRIES]
        )
        self._thread.start()

    def close(self, seconds: float, failed: bool) -> None:
        """Sends what is left and the end of the run; takes so long at most. Called once."""
        self._failed = failed
        # The client needs a moment to give up what it holds.
        self._deadline = time.monotonic() + 0.9 * seconds
        self._filled.put(None)
        self._thread.join(seconds + 1.0)

    def send(self, series: Series, value: bytes, vectors: int, samples: int) -> None:
        """Sends an event until the client takes it, it is refused for good, or time is up."""
        done = functools.partial(self._delivered, series, vectors, samples)
        self._offer(self._topics.iterates, series.key, value, done)

    def _run(self) -> None:
        try:
            self._work()
        except _OutOfTime:
            self._troubles.note("broker", "the watcher was closed before all was sent")
        except Exception as error:  # pylint: disable=broad-except
            # Whatever it is, the training goes on.
            self._troubles.note("internal", f"the watcher stopped sending: {error!r}")
        finally:
            self._drain()
            self._connection.close(self._deadline - time.monotonic())
            for series in self._all():
                series.settle()
            self._troubles.log()

    def _work(self) -> None:
        while not self._connection.ready():
            self._check_time()
            self._troubles.log()
            time.sleep(0.1)
        while True:
            self._announce_running()
            try:
                item = self._filled.get(timeout=_IDLE_SECONDS)
            except queue.Empty:
                pass
            else:
                if item is None:
                    self._last_taken = True
                    break
                self._send_chunk(*item)
            now = time.monotonic()
            for series in self._all():
                series.flush_if_due(now)
            self._connection.poll()
            self._troubles.log()
        self._end()

    def _all(self) -> list[Series]:
        return [each for of_recorder in self._series.values() for each in of_recorder]

    def _send_chunk(self, recorder: Recorder, chunk: Chunk) -> None:
        self._receive(recorder, chunk)
        try:
            all_vectors = recorder.vectors(chunk)
            for source, series, vectors in zip(
                recorder.sources, self._series[recorder], all_vectors
            ):
                rate = chunk.rates[source.group]
                series.add(vectors, chunk.first_step, rate, chunk.taken_at_millis)
        finally:
            recorder.release(chunk)

    def _end(self) -> None:
        for series in self._all():
            value = series.end()
            if value is not None:
                self.send(series, value, 0, 0)
        state = pb.RUN_STATE_FAILED if self._failed else pb.RUN_STATE_FINISHED
        self._announce(state)

    def _announce_running(self) -> None:
        if self._next_announcement is not None and time.monotonic() >= self._next_announcement:
            self._next_announcement = None
            self._announce(pb.RUN_STATE_RUNNING)

    def _announce(self, state: pb.RunState) -> None:
        run = self._run_descriptor
        run.state = state
        run.updated_at_millis = int(time.time() * 1000)
        if state != pb.RUN_STATE_RUNNING:
            run.ended_at_millis = run.updated_at_millis
        self._offer(
            self._topics.runs, encode(run.run).encode(), run.SerializeToString(), self._announced
        )

    def _announced(self, error: Optional[KafkaError]) -> None:
        if error is not None:
            self._troubles.note("delivery", f"the run was not announced: {error.str()}")
            self._next_announcement = time.monotonic() + _ANNOUNCE_AGAIN_SECONDS

    def _offer(self, topic: str, key: bytes, value: bytes, done: Any) -> None:
        try:
            while not self._connection.offer(topic, key, value, done):
                self._check_time()
                self._troubles.note("broker", "Kafka does not take events: the client is full")
                self._troubles.log()
                self._connection.poll(0.05)
        except KafkaException as error:
            done(error.args[0])

    def _delivered(
        self, series: Series, vectors: int, samples: int, error: Optional[KafkaError]
    ) -> None:
        if error is None:
            series.published.add(vectors, samples)
            series.batches += 1 if vectors else 0
        else:
            self._troubles.note("delivery", f"an event did not reach Kafka: {error.str()}")
            series.lost.add(vectors, samples)
            series.descriptor_needed = True

    def _check_time(self) -> None:
        if time.monotonic() >= self._deadline:
            raise _OutOfTime

    def _drain(self) -> None:
        """Takes in what will not be sent, so that no vector is unaccounted for and none waits."""
        while not self._last_taken:
            item = self._filled.get()
            if item is None:
                return
            self._receive(*item)
            item[0].release(item[1])

    def _receive(self, recorder: Recorder, chunk: Chunk) -> None:
        for series in self._series[recorder]:
            series.received.add(chunk.steps, chunk.steps * series.dimension)
