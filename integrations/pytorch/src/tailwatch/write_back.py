# SPDX-License-Identifier: Apache-2.0
"""``write_back``: puts what the analyzer found into the log of an experiment tracker."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, Callable, Mapping, Optional, Protocol

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition

from . import _trackers
from ._kafka import common_properties, default_servers
from ._names import Topics, encode, require_name
from ._stats import Troubles
from .v1 import events_pb2 as pb

_POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Reading:
    """One estimate as it is written.

    :param name: ``series/observable``
    :param step: the last step of its window
    :param numbers: ``index``, ``index_lower``, ``index_upper``; those that are defined
    :param verdict: in the analyzer's words, such as ``no-theory`` or ``undefined(too-few)``
    :param sentence: the verdict with its numbers
    """

    name: str
    step: int
    numbers: Mapping[str, float]
    verdict: str
    sentence: str


class Log(Protocol):
    """Where readings are written to."""

    def write(self, reading: Reading) -> None:
        """Writes one; they come in the order of their steps, series by series."""

    def close(self) -> None:
        """All have come."""


def write_back(
    run: str,
    to: Any,
    *,
    bootstrap_servers: Optional[str] = None,
    topic_prefix: str = "tailwatch",
    attempt: Optional[int] = None,
    timeout: float = 10.0,
    kafka: Optional[Mapping[str, Any]] = None,
) -> int:
    """Writes every estimate of a run to a tracker: index, its 95 % interval, and the verdict.

    For use after a training: it waits until an estimate says that its series has ended, for each
    series, or ``timeout`` seconds at most, and writes what is there. (No estimate says so where the
    last step was the last of a pane, too.) Estimates are read from the topic, committed
    ones only; provisional ones are left out.

    * ``"wandb"``: the active run of Weights & Biases, or the one whose id the run's tags hold.
      Metrics have a step of their own, ``tailwatch/step``, since W&B takes no steps that lie behind.
    * ``"mlflow"``: the MLflow run whose id the tags hold, or the active one. Verdicts are tags.
    * a ``SummaryWriter`` of TensorBoard, a run of W&B, or an ``MlflowClient`` with the id in
      the tags.

    :param run: name of the run
    :param to: where to write
    :param attempt: only this one; default all
    :returns: how many estimates were written
    :raises ValueError: when ``to`` is nothing of these, or there is no run of that tracker to write
        to
    :raises ConnectionError: when Kafka does not answer in time
    """
    topics = Topics(topic_prefix)
    require_name("run", run)
    properties = {
        **common_properties(bootstrap_servers or default_servers(), kafka or {}, Troubles()),
        "group.id": "tailwatch-write-back",
        "enable.auto.commit": False,
        "auto.offset.reset": "earliest",
        "isolation.level": "read_committed",
        "enable.partition.eof": True,
    }
    deadline = time.monotonic() + timeout
    directory = _directory_entry(properties, topics, run, deadline)
    estimates = _estimates(properties, topics, run, attempt, set(directory.series), deadline)
    log = _log_for(to, dict(directory.tags))
    try:
        for estimate in estimates:
            log.write(_reading(estimate))
    finally:
        log.close()
    return len(estimates)


def _directory_entry(
    properties: Mapping[str, Any], topics: Topics, run: str, deadline: float
) -> pb.RunDescriptor:
    found = pb.RunDescriptor()
    key = encode(run).encode()

    def take(message_key: bytes, value: bytes) -> None:
        if message_key == key:
            found.ParseFromString(value)

    _read(properties, topics.runs, take, lambda: True, deadline)
    return found


def _estimates(
    properties: Mapping[str, Any],
    topics: Topics,
    run: str,
    attempt: Optional[int],
    expected: "set[str]",
    deadline: float,
) -> "list[pb.TailEstimate]":
    prefix = encode(run).encode() + b"/"
    # A pane may come again after a crash, the same bits.
    found: "dict[tuple[str, int, int, int], pb.TailEstimate]" = {}
    ended: "set[str]" = set()

    def take(key: bytes, value: bytes) -> None:
        if not key.startswith(prefix):
            return
        estimate = pb.TailEstimate.FromString(value)
        if attempt is None or estimate.attempt == attempt:
            if estimate.end_of_series:
                ended.add(estimate.series)
            if not estimate.provisional:
                identity = (
                    estimate.series,
                    estimate.observable,
                    estimate.attempt,
                    estimate.pane,
                )
                found[identity] = estimate

    _read(properties, topics.estimates, take, lambda: bool(ended) and expected <= ended, deadline)
    return [found[identity] for identity in sorted(found)]


def _read(
    properties: Mapping[str, Any],
    topic: str,
    take: Callable[[bytes, bytes], None],
    enough: Callable[[], bool],
    deadline: float,
) -> None:
    """Reads a topic from its start to its end, and on until there is enough or time is up."""
    consumer = Consumer(dict(properties))
    try:
        left = max(1.0, deadline - time.monotonic())
        partitions = consumer.list_topics(topic, timeout=left).topics[topic].partitions
        if not partitions:
            return
        consumer.assign([TopicPartition(topic, number, 0) for number in partitions])
        at_end: "set[int]" = set()
        while len(at_end) < len(partitions) or not enough():
            message = consumer.poll(_POLL_SECONDS)
            late = time.monotonic() >= deadline
            if late and (message is None or len(at_end) == len(partitions)):
                return
            if message is None:
                continue
            if message.error() is None:
                take(message.key() or b"", message.value() or b"")
            elif message.error().code() == KafkaError._PARTITION_EOF:
                at_end.add(message.partition())
            elif not message.error().retriable():
                raise ConnectionError(f"cannot read {topic}: {message.error().str()}")
    except KafkaException as error:
        raise ConnectionError(f"cannot read {topic}: {error.args[0].str()}") from error
    finally:
        consumer.close()


def _word(enum: Any, value: int, prefix: str) -> str:
    return enum.Name(value)[len(prefix) :].lower().replace("_", "-")


def _reading(estimate: pb.TailEstimate) -> Reading:
    verdict = _word(pb.Verdict, estimate.verdict, "VERDICT_")
    if estimate.reason:
        verdict = f"{verdict}({estimate.reason})"
    index = estimate.index
    numbers = {
        "index" if field == "value" else f"index_{field}": getattr(index, field)
        for field in ("value", "lower", "upper")
        if index.HasField(field)
    }
    observable = _word(pb.Observable, estimate.observable, "OBSERVABLE_")
    return Reading(
        f"{estimate.series}/{observable}", estimate.last_step, numbers, verdict, estimate.sentence
    )


def _log_for(to: Any, tags: Mapping[str, str]) -> Log:
    if to == "wandb":
        return _wandb(tags)
    if to == "mlflow":
        return _mlflow(tags)
    if hasattr(to, "add_scalar"):
        return TensorBoardLog(to)
    if hasattr(to, "log_metric"):
        run_id = tags.get(_trackers.MLFLOW_RUN_ID)
        if not run_id:
            raise ValueError(
                f"the run has no tag {_trackers.MLFLOW_RUN_ID}: name the MLflow run there"
            )
        return MlflowLog(to, run_id)
    if hasattr(to, "define_metric"):
        return WandbLog(to, finish=False)
    raise ValueError(
        'to must be "wandb", "mlflow", a SummaryWriter, a run of W&B or an MlflowClient:'
        f" was {to!r}"
    )


def _wandb(tags: Mapping[str, str]) -> Log:
    import wandb  # pylint: disable=import-outside-toplevel,import-error

    if wandb.run is not None:
        return WandbLog(wandb.run, finish=False)
    run_id = tags.get(_trackers.WANDB_RUN_ID)
    if not run_id:
        raise ValueError(
            f"no run of W&B is active, and the run has no tag {_trackers.WANDB_RUN_ID}"
        )
    resumed = wandb.init(
        id=run_id,
        project=tags.get(_trackers.WANDB_PROJECT),
        entity=tags.get(_trackers.WANDB_ENTITY),
        resume="must",
    )
    return WandbLog(resumed, finish=True)


def _mlflow(tags: Mapping[str, str]) -> Log:
    import mlflow  # pylint: disable=import-outside-toplevel,import-error

    active = mlflow.active_run()
    run_id = tags.get(_trackers.MLFLOW_RUN_ID) or (active.info.run_id if active else None)
    if not run_id:
        raise ValueError(
            f"no run of MLflow is active, and the run has no tag {_trackers.MLFLOW_RUN_ID}"
        )
    return MlflowLog(mlflow.MlflowClient(), run_id)


class TensorBoardLog:
    """Scalars ``tailwatch/SERIES/OBSERVABLE/index`` and so on; verdicts as texts, where they change
    and at the end."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._last: dict[str, Reading] = {}

    def write(self, reading: Reading) -> None:
        name = f"tailwatch/{reading.name}"
        for number, value in reading.numbers.items():
            self._writer.add_scalar(f"{name}/{number}", value, reading.step)
        last = self._last.get(name)
        self._last[name] = reading
        if last is None or last.verdict != reading.verdict:
            self._text(name, reading)

    def close(self) -> None:
        for name, reading in self._last.items():
            self._text(name, reading)
        self._writer.flush()

    def _text(self, name: str, reading: Reading) -> None:
        text = f"{reading.verdict}: {reading.sentence}"
        self._writer.add_text(f"{name}/verdict", text, reading.step)


class WandbLog:
    """Metrics ``tailwatch/SERIES/OBSERVABLE/index`` and so on, over ``tailwatch/step``."""

    def __init__(self, run: Any, finish: bool) -> None:
        self._run = run
        self._finish = finish
        run.define_metric("tailwatch/step", hidden=True)
        run.define_metric("tailwatch/*", step_metric="tailwatch/step")

    def write(self, reading: Reading) -> None:
        name = f"tailwatch/{reading.name}"
        values: dict[str, Any] = {f"{name}/{key}": value for key, value in reading.numbers.items()}
        values[f"{name}/verdict"] = reading.verdict
        values["tailwatch/step"] = reading.step
        self._run.log(values)
        self._run.summary[f"{name}/sentence"] = reading.sentence

    def close(self) -> None:
        if self._finish:
            self._run.finish()


class MlflowLog:
    """Metrics ``tailwatch/SERIES/OBSERVABLE/index`` and so on; the last verdict is a tag."""

    _REFUSED = re.compile(r"[^\w .:/-]", re.ASCII)

    def __init__(self, client: Any, run_id: str) -> None:
        self._client = client
        self._run_id = run_id
        self._verdicts: dict[str, Reading] = {}

    def write(self, reading: Reading) -> None:
        name = self._REFUSED.sub("_", f"tailwatch/{reading.name}")
        for number, value in reading.numbers.items():
            self._client.log_metric(self._run_id, f"{name}/{number}", value, step=reading.step)
        self._verdicts[name] = reading

    def close(self) -> None:
        for name, reading in self._verdicts.items():
            self._client.set_tag(
                self._run_id, f"{name}/verdict", f"{reading.verdict}: {reading.sentence}"
            )
