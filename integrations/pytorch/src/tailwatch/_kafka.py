# SPDX-License-Identifier: Apache-2.0
"""The way to the broker. Sender thread only, but for what opening it takes."""

from __future__ import annotations

import logging
import os
import time
from typing import Any, Callable, Mapping, Optional

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from ._names import Topics
from ._stats import Troubles

_ATTEMPT_SECONDS = 0.5

# The client says each second that it cannot connect; we say it once.
_CLIENT_LOG = logging.getLogger("tailwatch.kafka")
_CLIENT_LOG.addHandler(logging.NullHandler())
_CLIENT_LOG.propagate = False

DEFAULTS: Mapping[str, Any] = {
    "client.id": "tailwatch-pytorch",
    # As Kafka's own clients choose partitions, so that one series is in one partition whoever
    # sends.
    "partitioner": "murmur2_random",
    "acks": "all",
    # With more, events may overtake each other when one of them is sent again.
    "max.in.flight": 1,
    # Our batches are made already; this saves requests.
    "linger.ms": 50,
    "batch.size": 256 << 10,
    "message.timeout.ms": 120_000,
    # Our own buffers hold what waits for a broker.
    "queue.buffering.max.kbytes": 8 << 10,
    "queue.buffering.max.messages": 20_000,
    "reconnect.backoff.max.ms": 1_000,
    "log.connection.close": False,
}


def default_servers() -> str:
    """Where Kafka is, unless an option says it; as for the commands of TailWatch."""
    return os.environ.get("TAILWATCH_BOOTSTRAP_SERVERS") or "localhost:9092"


def common_properties(
    bootstrap_servers: str, wanted: Mapping[str, Any], troubles: Troubles
) -> dict[str, Any]:
    """What every client gets: where the brokers are, and what the user wants."""

    def note(error: KafkaError) -> None:
        troubles.note("broker", f"Kafka: {error.str()}")

    return {
        "log_level": 4,
        **wanted,
        "bootstrap.servers": bootstrap_servers,
        "error_cb": note,
        "logger": _CLIENT_LOG,
    }


class Connection:
    """A producer, and the topics it needs.

    Opening one starts the client's threads and returns; nothing waits for the broker.

    :raises ValueError: when a property is unknown or has a bad value
    """

    def __init__(
        self,
        bootstrap_servers: str,
        kafka: Mapping[str, Any],
        topics: Topics,
        create_topics: bool,
        partitions: int,
        troubles: Troubles,
    ) -> None:
        self._topics = topics
        self._partitions = partitions
        self._troubles = troubles
        try:
            self._producer = Producer(
                common_properties(bootstrap_servers, {**DEFAULTS, **kafka}, troubles)
            )
            self._admin: Optional[AdminClient] = (
                AdminClient(common_properties(bootstrap_servers, _shared(kafka), troubles))
                if create_topics
                else None
            )
        except (KafkaException, ValueError, TypeError) as error:
            raise ValueError(f"bad Kafka property: {_text(error)}") from error

    def ready(self) -> bool:
        """Whether a broker answers and the topics are there; waits for about half a second."""
        try:
            known = self._producer.list_topics(timeout=_ATTEMPT_SECONDS).topics
            if self._admin is None:
                return True
            missing = [
                NewTopic(name, number, -1, config=dict(config))
                for name, (number, config) in self._topics.definitions(self._partitions).items()
                if name not in known
            ]
            return not missing or self._create(self._admin, missing)
        except KafkaException as error:
            self._troubles.note("broker", f"no connection to Kafka: {_text(error)}")
            return False

    def _create(self, admin: AdminClient, missing: list[NewTopic]) -> bool:
        """Creates topics; true if all that can be done was done."""
        refused = False
        for name, future in admin.create_topics(missing, request_timeout=2.0).items():
            try:
                future.result(timeout=3.0)
            except KafkaException as error:
                code = error.args[0].code()
                if code != KafkaError.TOPIC_ALREADY_EXISTS:
                    refused = True
                    # It may be there and only be hidden from us; sending will tell.
                    self._troubles.note("topics", f"cannot create {name}: {_text(error)}")
        return refused or self._known(missing)

    def _known(self, created: list[NewTopic]) -> bool:
        """Whether a broker knows the topics, which it does a moment after the controller."""
        deadline = time.monotonic() + _ATTEMPT_SECONDS
        while time.monotonic() < deadline:
            known = self._producer.list_topics(timeout=_ATTEMPT_SECONDS).topics
            if all(topic.topic in known for topic in created):
                return True
            time.sleep(0.05)
        return False

    def offer(
        self, topic: str, key: bytes, value: bytes, done: Callable[[Optional[KafkaError]], None]
    ) -> bool:
        """Hands over a record; false if there is no room now. ``done`` is called by :meth:`poll`.

        :raises KafkaException: when the record is refused for good
        """
        try:
            self._producer.produce(
                topic, value=value, key=key, on_delivery=lambda error, _message: done(error)
            )
            return True
        except BufferError:
            return False

    def poll(self, seconds: float = 0.0) -> None:
        """Reports what became of records; waits so long for the first report."""
        self._producer.poll(seconds)

    def close(self, seconds: float) -> None:
        """Waits so long for the broker to take what was handed over, and gives up on the rest."""
        self._producer.flush(max(0.0, seconds))
        self._producer.purge()
        self._producer.poll(0)
        # Ends the threads of the client.
        del self._producer
        self._admin = None


def _shared(kafka: Mapping[str, Any]) -> dict[str, Any]:
    """Of a producer's properties those that an administrator has, too: where and who."""
    return {
        name: value
        for name, value in kafka.items()
        if name.split(".")[0] in ("security", "sasl", "ssl", "socket", "broker", "enable", "client")
        and name != "enable.idempotence"
    }


def _text(error: Exception) -> str:
    cause = error.args[0] if error.args else error
    return cause.str() if isinstance(cause, KafkaError) else str(cause)
