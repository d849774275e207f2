# SPDX-License-Identifier: Apache-2.0
"""``watch``: the two lines that a training needs."""

from __future__ import annotations

import queue
import time
from typing import Any, Callable, Iterable, Mapping, Optional, Sequence, Union

import torch

from . import _optimizers, _trackers
from ._batches import MAX_VECTOR_BYTES, Series
from ._kafka import Connection, default_servers
from ._names import Topics, clean, require_name
from ._recorder import Plan, Recorder, Source, problem_of
from ._sender import Sender
from ._stats import LOG, Stats, Troubles
from ._subsample import share
from .v1 import events_pb2 as pb

Model = Union[torch.nn.Module, Iterable["tuple[str, torch.Tensor]"]]
Optimizers = Union[torch.optim.Optimizer, Sequence[torch.optim.Optimizer]]

_QUANTITIES = {"updates": pb.QUANTITY_UPDATES, "iterates": pb.QUANTITY_ITERATES}


class Watcher:
    """Publishes the parameters that an optimiser trains, after each of its steps.

        with tailwatch.watch(model, optimizer, run="my-run"):
            train()

    It does no harm. A step of the optimiser copies a sample of each parameter and returns: it does
    not wait for the broker and does not throw, and the training is bit by bit the same as without.
    A daemon thread sends. With the broker absent, slow or lost, up to ``max_memory_bytes`` wait,
    oldest first; beyond that new steps are dropped, counted in :attr:`stats`, and warned of once
    (logger ``tailwatch``). The end of the block takes ``close_timeout`` seconds at most.

    Each parameter is a series, by the name it has in the model. ``stats`` may be read by any
    thread; the rest belongs to the thread that trains.

    :param model: the module, or pairs of a name and a parameter; parameters that no optimiser holds
        are not watched
    :param optimizer: one, or several that are stepped in turn; each counts its own steps
    :param run: name of the training, 1 to 256 characters; by default the id of an active run of W&B
        or MLflow, else the model's class and the time
    :param bootstrap_servers: where Kafka is; default ``TAILWATCH_BOOTSTRAP_SERVERS`` of the
        environment, else ``localhost:9092``
    :param every: publish after every so-manieth step only
    :param quantity: ``updates`` (a vector less the one published before) or ``iterates``
    :param max_coordinates: values published of a step, of all parameters together; short parameters
        are published whole, of the longer ones a seeded choice of coordinates that stays the same.
        The tail index of their norm is that of the whole where an update is large or small as a
        whole
    :param seed: of that choice; not 0
    :param parameters: which parameters: their names, or a function of name and parameter; default
        all
    :param attempt: the n-th start of this run: a restart from a checkpoint is a new attempt
    :param first_step: number of the first step, where a training goes on
    :param batch_size: rows of a mini-batch, for people and theory; 0 = not stated
    :param pane_steps: steps that are sketched together; default 3,125 published ones
    :param panes: panes of a window; default 32
    :param data_set: for people: the data it is trained on
    :param tags: for people: anything else
    :param topic_prefix: of the topics' names
    :param create_topics: whether topics that are missing are created, as the analyzer does
    :param partitions: of the topics it creates
    :param linger: longest time in seconds a vector waits for its batch to fill while training goes
        on
    :param batch_bytes: of the values in a full batch
    :param max_memory_bytes: of all vectors that were not sent yet; the Kafka client has 8 MiB
        besides
    :param close_timeout: longest time in seconds that :meth:`close` takes
    :param kafka: properties of the Kafka client (librdkafka), for security and the like
    :raises ValueError: when an option is out of its range, or there is nothing to watch; never
        later
    """

    def __init__(
        self,
        model: Model,
        optimizer: Optimizers,
        *,
        run: Optional[str] = None,
        bootstrap_servers: Optional[str] = None,
        every: int = 1,
        quantity: str = "updates",
        max_coordinates: int = 4096,
        seed: int = 1,
        parameters: Union[None, Iterable[str], Callable[[str, torch.Tensor], bool]] = None,
        attempt: int = 1,
        first_step: int = 0,
        batch_size: int = 0,
        pane_steps: Optional[int] = None,
        panes: Optional[int] = None,
        data_set: str = "",
        tags: Optional[Mapping[str, str]] = None,
        topic_prefix: str = "tailwatch",
        create_topics: bool = True,
        partitions: int = 8,
        linger: float = 0.1,
        batch_bytes: int = 64 << 10,
        max_memory_bytes: int = 32 << 20,
        close_timeout: float = 5.0,
        kafka: Optional[Mapping[str, Any]] = None,
    ) -> None:
        if bootstrap_servers is None:
            bootstrap_servers = default_servers()
        _require(bool(bootstrap_servers), "bootstrap_servers must not be empty")
        _require(every >= 1, f"every must be at least 1: was {every}")
        _require(quantity in _QUANTITIES, f"quantity must be updates or iterates: was {quantity}")
        _require(max_coordinates >= 1, f"max_coordinates must be at least 1: was {max_coordinates}")
        _require(seed % (1 << 64) != 0, f"seed must not be 0: was {seed}")
        _require(attempt >= 1, f"attempt must be at least 1: was {attempt}")
        _require(0 <= first_step < 1 << 52, f"first_step must be in [0, 2^52): was {first_step}")
        _require(batch_size >= 0, f"batch_size must not be negative: was {batch_size}")
        _require(
            pane_steps is None or pane_steps >= every,
            f"pane_steps must be at least every = {every}: was {pane_steps}",
        )
        _require(panes is None or 1 <= panes <= 1024, f"panes must be in [1, 1024]: was {panes}")
        _require(partitions >= 1, f"partitions must be at least 1: was {partitions}")
        _require(linger > 0, f"linger must be positive: was {linger}")
        _require(
            1 << 10 <= batch_bytes <= 512 << 10,
            f"batch_bytes must be in [1024, 524288]: was {batch_bytes}",
        )
        _require(close_timeout >= 0, f"close_timeout must not be negative: was {close_timeout}")

        topics = Topics(topic_prefix)
        optimizers = _as_sequence(optimizer)
        all_tags = {**_trackers.active_tags(), **(tags or {})}
        descriptor = pb.RunDescriptor(
            run=require_name("run", run if run is not None else _default_run(model, all_tags)),
            attempt=attempt,
            model=clean(type(model).__name__) if isinstance(model, torch.nn.Module) else "",
            data_set=data_set and require_name("data_set", data_set),
            optimizer=clean(", ".join(_optimizers.text_of(each) for each in optimizers)),
            tags={require_name("tag", str(name)): clean(value) for name, value in all_tags.items()},
        )
        plan = Plan(
            updates=quantity == "updates",
            every=every,
            first_step=first_step,
            linger=linger,
            max_bytes=max_memory_bytes // len(optimizers),
        )
        window = pb.WindowSpec(
            pane_steps=pane_steps or (3125 * every if every > 1 else 0), panes=panes or 0
        )
        header = pb.IterateBatch(
            run=descriptor.run,
            attempt=attempt,
            quantity=_QUANTITIES[quantity],
            step_stride=every,
        )

        self.run: str = descriptor.run
        """Name of the run."""
        self._close_timeout = close_timeout
        self._failed = False
        self._closed = False
        self._troubles = Troubles()
        filled: "queue.SimpleQueue[Any]" = queue.SimpleQueue()
        names = _names_of(model, optimizers, parameters)
        recorders = {
            each: Recorder(sources, each.param_groups, plan, filled, self._troubles)
            for each, sources in _sources(
                optimizers, names, max_coordinates, seed, self._troubles
            ).items()
        }
        _require(bool(recorders), f"nothing to watch: {self._troubles.last or 'no parameters'}")
        connection = Connection(
            bootstrap_servers, kafka or {}, topics, create_topics, partitions, self._troubles
        )
        self._sender = Sender(connection, topics, descriptor, filled, self._troubles)
        self._series: dict[Recorder, list[Series]] = {
            recorder: [
                self._new_series(source, each, header, window, batch_size, batch_bytes, linger)
                for source in recorder.sources
            ]
            for each, recorder in recorders.items()
        }
        self._sender.start(self._series)
        self._undo = [
            _optimizers.after_each_step(each, recorder.after_step)
            for each, recorder in recorders.items()
        ]
        LOG.info(
            "run %s: %d series, %d bytes a step, to %s",
            self.run,
            len(self.series),
            sum(recorder.bytes_of_step for recorder in self._series),
            bootstrap_servers,
        )

    @property
    def series(self) -> list[str]:
        """Names of the parameters that are watched."""
        return [series.name for of_recorder in self._series.values() for series in of_recorder]

    @property
    def bytes_per_step(self) -> int:
        """Bytes of values that are published at a step that is due; sent every ``every`` steps."""
        return sum(recorder.bytes_of_step for recorder in self._series)

    @property
    def stats(self) -> Stats:
        """What became of the vectors so far."""
        series = [each for of_recorder in self._series.values() for each in of_recorder]
        lost = [each.lost for each in series] + [recorder.dropped for recorder in self._series]
        return Stats(
            published_vectors=sum(each.published.vectors for each in series),
            published_samples=sum(each.published.samples for each in series),
            published_batches=sum(each.batches for each in series),
            dropped_vectors=sum(each.vectors for each in lost),
            dropped_samples=sum(each.samples for each in lost),
            queue_ratio=max(recorder.fullness for recorder in self._series),
            last_error=self._troubles.last,
        )

    def failed(self) -> None:
        """The run will be announced as failed instead of finished."""
        self._failed = True

    def close(self) -> None:
        """Gives the optimiser back, sends what is left, and the ends of the series and of the run.

        Takes about ``close_timeout`` at most; what could not be sent by then counts as dropped.
        Later calls do nothing.
        """
        if self._closed:
            return
        self._closed = True
        for undo in self._undo:
            undo()
        for recorder in self._series:
            recorder.finish()
        self._sender.close(self._close_timeout, self._failed)
        stats = self.stats
        if stats.dropped_vectors:
            LOG.warning(
                "run %s: %d vectors published, %d dropped; %s",
                self.run,
                stats.published_vectors,
                stats.dropped_vectors,
                stats.last_error,
            )

    def __enter__(self) -> "Watcher":
        return self

    def __exit__(self, kind: Any, _error: Any, _trace: Any) -> None:
        if kind is not None:
            self.failed()
        self.close()

    def _new_series(
        self,
        source: Source,
        optimizer: torch.optim.Optimizer,
        header: pb.IterateBatch,
        window: pb.WindowSpec,
        batch_size: int,
        batch_bytes: int,
        linger: float,
    ) -> Series:
        own_header = pb.IterateBatch()
        own_header.CopyFrom(header)
        descriptor = pb.SeriesDescriptor(
            observables=[pb.OBSERVABLE_UPDATE_NORM],
            window=window,
            optimizer=_optimizers.describe(
                optimizer, optimizer.param_groups[source.group], batch_size
            ),
        )
        return Series(source, own_header, descriptor, batch_bytes, linger, self._sender.send)


watch = Watcher
"""The name to call it by; a watcher watches from its making until it is closed."""


def _names_of(
    model: Model,
    optimizers: Sequence[torch.optim.Optimizer],
    chosen: Union[None, Iterable[str], Callable[[str, torch.Tensor], bool]],
) -> dict[int, str]:
    """Names of the parameters that are to be watched, by their identity."""
    named = list(model.named_parameters() if isinstance(model, torch.nn.Module) else model)
    if chosen is None:
        wanted = named
    elif callable(chosen):
        wanted = [(name, parameter) for name, parameter in named if chosen(name, parameter)]
    else:
        names = {chosen} if isinstance(chosen, str) else set(chosen)
        unknown = names - {name for name, _ in named}
        _require(not unknown, f"parameters must be those of the model: had {sorted(unknown)}")
        wanted = [(name, parameter) for name, parameter in named if name in names]
    result: dict[int, str] = {}
    for name, parameter in wanted:
        result.setdefault(id(parameter), require_name("name of a parameter", name))
    _require(len(set(result.values())) == len(result), "names of parameters must be distinct")
    return result


def _sources(
    optimizers: Sequence[torch.optim.Optimizer],
    names: Mapping[int, str],
    max_coordinates: int,
    seed: int,
    troubles: Troubles,
) -> dict[torch.optim.Optimizer, list[Source]]:
    found = []
    for optimizer in optimizers:
        for group, settings in enumerate(optimizer.param_groups):
            for parameter in settings["params"]:
                name = names.get(id(parameter))
                if name is None or not parameter.requires_grad:
                    continue
                problem = problem_of(parameter)
                if problem:
                    troubles.note("unsupported", f"not watched: {name} is {problem}")
                else:
                    found.append((optimizer, name, parameter, group))
    sizes = share([parameter.numel() for _, _, parameter, _ in found], max_coordinates)
    result: dict[torch.optim.Optimizer, list[Source]] = {}
    for (optimizer, name, parameter, group), size in zip(found, sizes):
        size = min(size, MAX_VECTOR_BYTES // parameter.element_size())
        result.setdefault(optimizer, []).append(Source(name, parameter, group, size, seed))
    return result


def _as_sequence(optimizer: Optimizers) -> Sequence[torch.optim.Optimizer]:
    optimizers = list(optimizer) if isinstance(optimizer, (list, tuple)) else [optimizer]
    _require(bool(optimizers), "optimizer must not be empty")
    return optimizers


def _default_run(model: Model, tags: Mapping[str, str]) -> str:
    known = tags.get(_trackers.WANDB_RUN_ID) or tags.get(_trackers.MLFLOW_RUN_ID)
    return known or f"{type(model).__name__}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}"


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise ValueError(message)
