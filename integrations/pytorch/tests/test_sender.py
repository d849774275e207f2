# SPDX-License-Identifier: Apache-2.0
"""The thread that sends, with a scripted client in place of Kafka's."""

import queue
import threading
import time

import pytest
import torch
from confluent_kafka import KafkaError, KafkaException

from tailwatch._batches import Series
from tailwatch._names import Topics
from tailwatch._recorder import Plan, Recorder, Source
from tailwatch._sender import Sender
from tailwatch._stats import Troubles
from tailwatch.v1 import events_pb2 as pb


class Client:
    """Takes records while ``open`` is set; fails or refuses those that a test asks for."""

    def __init__(self):
        self.open = threading.Event()
        self.open.set()
        self.connected = True
        self.records = []
        self.refuse = self.fail = lambda topic, value: False
        self._reports = []

    def ready(self):
        return self.connected

    def offer(self, topic, key, value, done):
        if not self.open.is_set():
            return False
        if self.refuse(topic, value):
            raise KafkaException(KafkaError(KafkaError.MSG_SIZE_TOO_LARGE))
        if self.fail(topic, value):
            self._reports.append(lambda: done(KafkaError(KafkaError._MSG_TIMED_OUT)))
        else:
            self.records.append((topic, key, value))
            self._reports.append(lambda: done(None))
        return True

    def poll(self, seconds=0.0):
        time.sleep(min(seconds, 0.01))
        while self._reports:
            self._reports.pop(0)()

    def close(self, seconds):
        self.poll()

    def batches(self):
        topics = Topics()
        return [pb.IterateBatch.FromString(v) for t, _, v in self.records if t == topics.iterates]

    def states(self):
        topics = Topics()
        return [
            pb.RunDescriptor.FromString(v).state for t, _, v in self.records if t == topics.runs
        ]


class Training:
    """One parameter, a recorder, and the sender."""

    def __init__(self, client, dimension=4):
        self.client = client
        self.parameter = torch.nn.Parameter(torch.zeros(dimension))
        source = Source("w", self.parameter, 0, dimension, 1)
        self.filled = queue.SimpleQueue()
        self.troubles = Troubles()
        plan = Plan(False, 1, 0, 1e-9, 32 << 20)  # each step is handed over alone
        self.recorder = Recorder([source], [{"lr": 0.1}], plan, self.filled, self.troubles)
        run = pb.RunDescriptor(run="a/b")
        self.sender = Sender(client, Topics(), run, self.filled, self.troubles)
        header = pb.IterateBatch(run="a/b", step_stride=1)
        self.series = Series(source, header, pb.SeriesDescriptor(), 1 << 16, 0.0, self.sender.send)
        self.sender.start({self.recorder: [self.series]})

    def steps(self, count):
        for _ in range(count):
            self.recorder.after_step()

    def close(self, seconds=2.0, failed=False):
        self.recorder.finish()
        self.sender.close(seconds, failed)

    def accounted(self):
        return (
            self.series.published.vectors + self.series.lost.vectors + self.recorder.dropped.vectors
        )


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_all_is_sent_in_order_between_the_states_of_the_run():
    training = Training(Client())
    training.steps(20)
    training.close()
    batches = training.client.batches()
    steps = [b.first_step + i for b in batches for i in range(b.steps)]
    assert steps == list(range(20))
    assert batches[-1].end_of_series and not any(b.end_of_series for b in batches[:-1])
    assert training.client.states() == [pb.RUN_STATE_RUNNING, pb.RUN_STATE_FINISHED]
    assert {key for topic, key, _ in training.client.records if topic == Topics().runs} == {
        b"a%2Fb"
    }
    assert (training.series.published.vectors, training.series.published.samples) == (20, 80)
    assert training.accounted() == 20


def test_failed_run_says_so():
    training = Training(Client())
    training.close(failed=True)
    assert training.client.states() == [pb.RUN_STATE_RUNNING, pb.RUN_STATE_FAILED]


def test_what_the_broker_never_acknowledges_is_counted_and_the_descriptor_comes_again():
    client = Client()
    client.fail = lambda topic, value: topic == Topics().iterates and len(client.records) == 1
    training = Training(client)
    training.steps(1)
    wait_until(lambda: training.series.lost.vectors == 1)
    client.fail = lambda topic, value: False
    training.steps(3)
    training.close()
    assert (training.series.lost.vectors, training.series.published.vectors) == (1, 3)
    assert client.batches()[0].HasField("series_descriptor")
    assert "did not reach Kafka" in training.troubles.last


def test_event_that_is_refused_for_good_does_not_hold_up_the_next():
    client = Client()
    client.refuse = lambda topic, value: (
        topic == Topics().iterates and pb.IterateBatch.FromString(value).first_step == 0
    )
    training = Training(client)
    training.steps(1)
    wait_until(lambda: training.series.lost.vectors == 1)
    training.steps(1)
    training.close()
    assert [batch.first_step for batch in client.batches()] == [1, 2]
    assert training.accounted() == 2


def test_client_that_is_full_is_waited_for():
    client = Client()
    training = Training(client)
    client.open.clear()
    training.steps(10)
    wait_until(lambda: "does not take events" in training.troubles.last)
    client.open.set()
    training.close()
    assert training.series.published.vectors == 10


@pytest.mark.parametrize("connected", [True, False])
def test_close_keeps_its_time_and_accounts_for_all(connected):
    client = Client()
    client.connected = connected
    client.open.clear()
    training = Training(client)
    training.steps(50)
    begin = time.monotonic()
    training.close(seconds=0.5)
    # Half a second was granted; the machine may be busy.
    assert time.monotonic() - begin < 5
    assert training.series.lost.vectors == 50 and training.series.published.vectors == 0
    assert "closed before all was sent" in training.troubles.last


def test_sender_that_breaks_goes_on_taking_in():
    client = Client()
    client.offer = lambda *_: 1 / 0
    training = Training(client)
    training.steps(100)
    wait_until(lambda: training.recorder.fullness == 0)
    training.close()
    assert training.accounted() == 100 and training.series.lost.vectors == 100
    assert "stopped sending" in training.troubles.last
