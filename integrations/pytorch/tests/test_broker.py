# SPDX-License-Identifier: Apache-2.0
"""What a plain consumer reads back from a real broker."""

import sys
import types

import numpy as np
import pytest
import torch
from confluent_kafka.admin import AdminClient, ConfigResource
from kafka_tools import batches_of, read_all, run_states

import tailwatch
from tailwatch._subsample import choose
from tailwatch.v1 import events_pb2 as pb
from trainings import Mlp

TYPES = {
    torch.float32: (pb.DATA_TYPE_FLOAT32, torch.int32),
    torch.float64: (pb.DATA_TYPE_FLOAT64, torch.int64),
    torch.float16: (pb.DATA_TYPE_FLOAT16, torch.int16),
    torch.bfloat16: (pb.DATA_TYPE_BFLOAT16, torch.int16),
}


def bits_of(tensor):
    return tensor.detach().contiguous().view(TYPES[tensor.dtype][1]).numpy().tobytes()


@pytest.mark.parametrize("quantity", ["updates", "iterates"])
@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_published_is_trained_bit_by_bit(broker, run, dtype, quantity):
    torch.manual_seed(1)
    parameter = torch.nn.Parameter(torch.randn(7, 3).to(dtype))
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    states = [parameter.detach().clone()]
    model = [("w", parameter)]
    with tailwatch.watch(
        model, optimizer, run=run, bootstrap_servers=broker, quantity=quantity
    ) as watcher:
        for _ in range(300):
            # By hand: PyTorch has no products of float16 on the CPU.
            parameter.grad = torch.randn(7, 3).to(dtype)
            optimizer.step()
            states.append(parameter.detach().clone())

    batches = batches_of(broker, run)
    assert [batch.data_type for batch in batches] == [TYPES[dtype][0]] * len(batches)
    trained = (
        [after - before for before, after in zip(states, states[1:])]
        if quantity == "updates"
        else states[1:]
    )
    assert b"".join(batch.values for batch in batches) == b"".join(map(bits_of, trained))
    steps = [batch.first_step + i for batch in batches for i in range(batch.steps)]
    assert steps == list(range(300))
    assert [batch.end_of_series for batch in batches] == [False] * (len(batches) - 1) + [True]
    stats = watcher.stats
    assert (stats.published_vectors, stats.published_samples) == (300, 300 * 21)
    assert (stats.dropped_vectors, stats.last_error) == (0, "")


def test_network_is_published_by_parameter_with_its_learning_rate(broker, run):
    training = Mlp()
    scheduler = torch.optim.lr_scheduler.StepLR(training.optimizer, 10, 0.5)
    parameters = dict(training.model.named_parameters())
    states = {name: [p.detach().clone().reshape(-1)] for name, p in parameters.items()}
    with tailwatch.watch(
        training.model, training.optimizer, run=run, bootstrap_servers=broker, max_coordinates=100
    ):
        for _ in range(30):
            training.step()
            scheduler.step()
            for name, parameter in parameters.items():
                states[name].append(parameter.detach().clone().reshape(-1))

    # 100 for six parameters: the last bias has 10 values, the others share the rest.
    sizes = dict(zip(parameters, [18, 18, 18, 18, 18, 10]))
    for name, parameter in parameters.items():
        batches = [batch for batch in batches_of(broker, run, name) if batch.steps]
        size = sizes[name]
        assert {batch.dimension for batch in batches} == {size}
        assert {batch.full_dimension for batch in batches} == {
            parameter.numel() if size == 18 else 0
        }
        updates = torch.stack([b - a for a, b in zip(states[name], states[name][1:])])
        chosen = updates.numpy()[:, choose(parameter.numel(), size, 1)]
        assert b"".join(batch.values for batch in batches) == chosen.tobytes()
        rates = [batch.learning_rate for batch in batches for _ in range(batch.steps)]
        assert rates == pytest.approx([0.01] * 10 + [0.005] * 10 + [0.0025] * 10)
        assert batches[0].HasField("series_descriptor")
        assert batches[0].series_descriptor.observables == [pb.OBSERVABLE_UPDATE_NORM]
        assert batches[0].series_descriptor.optimizer == pb.Optimizer(
            kind=pb.OPTIMIZER_KIND_SGD, learning_rate=0.01
        )


def test_batches_are_of_the_size_that_is_asked_for(broker, run):
    parameter = torch.nn.Parameter(torch.zeros(1000))
    optimizer = torch.optim.SGD([parameter], lr=0.1)
    parameter.grad = torch.ones(1000)
    with tailwatch.watch(
        [("w", parameter)], optimizer, run=run, bootstrap_servers=broker, linger=60
    ):
        for _ in range(160):
            optimizer.step()
    sizes = [len(batch.values) for batch in batches_of(broker, run) if batch.steps]
    assert sizes == [64000] * 10


def murmur2(data):
    """Kafka's hash of keys, by its source; see the test below for its golden values."""
    mask, m = 0xFFFFFFFF, 0x5BD1E995
    h = (0x9747B28C ^ len(data)) & mask
    for i in range(0, len(data) - len(data) % 4, 4):
        k = int.from_bytes(data[i : i + 4], "little") * m & mask
        k = (k ^ k >> 24) * m & mask
        h = (h * m & mask) ^ k
    rest = data[len(data) - len(data) % 4 :]
    if rest:
        h = (h ^ int.from_bytes(rest, "little")) * m & mask
    h = (h ^ h >> 13) * m & mask
    return h ^ h >> 15


def test_murmur2_is_that_of_kafka():
    # org.apache.kafka.common.utils.UtilsTest
    golden = {b"21": -973932308, b"foobar": -790332482, b"a-little-bit-long-string": -985981536}
    assert {data: np.uint32(murmur2(data)).astype(np.int32) for data in golden} == golden


def test_hostile_names_have_the_key_and_the_partition_of_java(broker, run):
    hostile = f"a/b c é%\U0001f600 {run}"
    names = ["é%", "a/b c", "\U0001f600", "layer.0_~", "*'()"]
    model = [(name, torch.nn.Parameter(torch.zeros(2))) for name in names]
    optimizer = torch.optim.SGD([parameter for _, parameter in model], lr=0.1)
    with tailwatch.watch(model, optimizer, run=hostile, bootstrap_servers=broker):
        optimizer.step()

    encoded = f"a%2Fb%20c%20%C3%A9%25%F0%9F%98%80%20{run}"
    keys = [
        f"{encoded}/{name}"
        for name in ("%C3%A9%25", "a%2Fb%20c", "%F0%9F%98%80", "layer.0_~", "%2A%27%28%29")
    ]
    records = [
        (key.decode(), partition)
        for key, value, partition in read_all(broker, "tailwatch.iterates.v1")
        if pb.IterateBatch.FromString(value).run == hostile
    ]
    assert {key for key, _ in records} == set(keys)
    assert all(partition == (murmur2(key.encode()) & 0x7FFFFFFF) % 8 for key, partition in records)
    assert encoded.encode() in {key for key, _, _ in read_all(broker, "tailwatch.runs.v1")}


def test_run_is_announced_with_its_tags_and_its_end(broker, run, monkeypatch):
    info = types.SimpleNamespace(run_id="m1")
    mlflow = types.SimpleNamespace(active_run=lambda: types.SimpleNamespace(info=info))
    monkeypatch.setitem(sys.modules, "mlflow", mlflow)
    training = Mlp()
    with tailwatch.watch(
        training.model,
        training.optimizer,
        run=run,
        bootstrap_servers=broker,
        attempt=3,
        data_set="noise",
        tags={"who": "me"},
    ):
        training.step()
    running, finished = run_states(broker, run)
    assert (running.state, finished.state) == (pb.RUN_STATE_RUNNING, pb.RUN_STATE_FINISHED)
    assert running.ended_at_millis == 0
    assert finished.ended_at_millis >= finished.started_at_millis > 0
    assert dict(finished.tags) == {"mlflow.run_id": "m1", "who": "me"}
    assert list(finished.series) == [name for name, _ in training.model.named_parameters()]
    assert (finished.attempt, finished.model, finished.data_set) == (3, "Sequential", "noise")
    assert finished.optimizer == "SGD(lr=0.01)"


def test_training_that_fails_is_a_failed_run(broker, run):
    training = Mlp()
    with pytest.raises(ZeroDivisionError):
        with tailwatch.watch(training.model, training.optimizer, run=run, bootstrap_servers=broker):
            training.step()
            training.step(1 / 0)
    assert run_states(broker, run)[-1].state == pb.RUN_STATE_FAILED


def test_topics_are_created_as_java_creates_them(broker, run):
    prefix = f"t-{run}"
    training = Mlp()
    with tailwatch.watch(
        training.model, training.optimizer, run=run, bootstrap_servers=broker, topic_prefix=prefix
    ):
        training.step()
    admin = AdminClient({"bootstrap.servers": broker})
    topics = {
        name: len(topic.partitions)
        for name, topic in admin.list_topics(timeout=10).topics.items()
        if name.startswith(prefix)
    }
    assert topics == {
        f"{prefix}.runs.v1": 1,
        f"{prefix}.iterates.v1": 8,
        f"{prefix}.estimates.v1": 8,
        f"{prefix}.alerts.v1": 8,
        f"{prefix}.dead-letters.v1": 1,
    }

    def setting(topic, name):
        resource = ConfigResource(ConfigResource.Type.TOPIC, f"{prefix}.{topic}.v1")
        (future,) = admin.describe_configs([resource]).values()
        return future.result(timeout=10)[name].value

    assert setting("runs", "cleanup.policy") == "compact"
    assert setting("iterates", "cleanup.policy") == "delete"
    assert setting("iterates", "retention.ms") == "86400000"
    assert setting("estimates", "retention.ms") == "604800000"
