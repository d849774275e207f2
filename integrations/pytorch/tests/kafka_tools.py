# SPDX-License-Identifier: Apache-2.0
"""A plain consumer, and a broker of one's own that can be stopped and killed."""

import os
import pathlib
import signal
import socket
import subprocess
import time

from confluent_kafka import Consumer, KafkaError, TopicPartition

from tailwatch.v1 import events_pb2 as pb

ROOT = pathlib.Path(__file__).resolve().parents[3]


def read_all(broker, topic):
    """All records of a topic, partition by partition: key, value, partition."""
    consumer = Consumer(
        {"bootstrap.servers": broker, "group.id": "test", "enable.partition.eof": True}
    )
    try:
        partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
        consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
        records, at_end = [], set()
        deadline = time.monotonic() + 30
        while len(at_end) < len(partitions):
            assert time.monotonic() < deadline, f"{topic} was not read to its end in 30 s"
            message = consumer.poll(1.0)
            if message is None:
                continue
            if message.error() is None:
                records.append((message.key(), message.value(), message.partition()))
            else:
                assert message.error().code() == KafkaError._PARTITION_EOF, message.error()
                at_end.add(message.partition())
        return records
    finally:
        consumer.close()


def batches_of(broker, run, series=None, topic="tailwatch.iterates.v1"):
    """The iterate batches of a run, in the order they were sent within each series."""
    batches = [pb.IterateBatch.FromString(value) for _, value, _ in read_all(broker, topic)]
    return [b for b in batches if b.run == run and (series is None or b.series == series)]


def run_states(broker, run):
    """The directory entries of a run, oldest first."""
    runs = [pb.RunDescriptor.FromString(v) for _, v, _ in read_all(broker, "tailwatch.runs.v1")]
    return [entry for entry in runs if entry.run == run]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class BrokerProcess:
    """``tailwatch broker`` on a port and a directory that stay the same when it is started
    again."""

    def __init__(self, directory):
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._directory = directory
        self._process = None

    def start(self):
        self._process = subprocess.Popen(
            [ROOT / "tailwatch", "broker", "--port", str(self.port), "--data-dir", self._directory],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TAILWATCH_HEAP": "256m"},
        )
        assert self._process.stdout.readline().strip(), "the broker did not start"

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def kill(self):
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None
