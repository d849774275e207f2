# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
import torch

from tailwatch._batches import Series
from tailwatch._recorder import Source
from tailwatch.v1 import events_pb2 as pb


class Sent(list):
    def __call__(self, series, value, vectors, samples):
        batch = pb.IterateBatch.FromString(value)
        assert (vectors, samples) == (batch.steps, batch.steps * batch.dimension)
        self.append(batch)

    @property
    def spans(self):
        return [(batch.first_step, batch.steps) for batch in self]

    @property
    def described(self):
        return [batch.HasField("series_descriptor") for batch in self]


def series_of(dimension=4, pane_steps=10, stride=1, batch_bytes=1 << 20, max_coordinates=4096):
    source = Source(
        "w", torch.nn.Parameter(torch.zeros(dimension)), 0, min(dimension, max_coordinates), 9
    )
    header = pb.IterateBatch(run="r", attempt=2, quantity=pb.QUANTITY_UPDATES, step_stride=stride)
    descriptor = pb.SeriesDescriptor(
        observables=[pb.OBSERVABLE_UPDATE_NORM], window=pb.WindowSpec(pane_steps=pane_steps)
    )
    sent = Sent()
    return Series(source, header, descriptor, batch_bytes, 1.0, sent), sent


def rows(first, count, dimension=4):
    return np.arange(first, first + count, dtype=np.float32)[:, None] * np.ones(
        dimension, np.float32
    )


def test_batch_says_all_about_itself():
    series, sent = series_of(pane_steps=100)
    series.add(rows(5, 3), 5, 0.1, 1234)
    series.flush()
    (batch,) = sent
    assert batch == pb.IterateBatch(
        run="r",
        attempt=2,
        series="w",
        quantity=pb.QUANTITY_UPDATES,
        first_step=5,
        step_stride=1,
        steps=3,
        dimension=4,
        data_type=pb.DATA_TYPE_FLOAT32,
        values=rows(5, 3).tobytes(),
        learning_rate=0.1,
        taken_at_millis=1234,
        series_descriptor=pb.SeriesDescriptor(
            observables=[pb.OBSERVABLE_UPDATE_NORM], window=pb.WindowSpec(pane_steps=100)
        ),
    )
    assert series.key == b"r/w"


def test_subsample_is_recorded():
    series, sent = series_of(dimension=100, max_coordinates=8)
    series.add(rows(0, 1, 8), 0, 0.1, 0)
    series.flush()
    assert (sent[0].dimension, sent[0].full_dimension, sent[0].subsample_seed) == (8, 100, 9)


def test_pane_ends_a_batch_and_each_pane_is_described():
    series, sent = series_of(pane_steps=10)
    for first in range(7, 31, 4):
        series.add(rows(first, 4), first, 0.1, 0)
    series.flush()
    assert sent.spans == [(7, 3), (10, 10), (20, 10), (30, 1)]
    assert sent.described == [True, True, True, True]
    values = np.frombuffer(b"".join(batch.values for batch in sent), np.float32)
    assert values.tobytes() == rows(7, 24).tobytes()


@pytest.mark.parametrize(
    "stride, spans", [(3, [(2, 3), (11, 3), (20, 4)]), (10, [(2, 1), (12, 1), (22, 1)])]
)
def test_panes_count_steps_not_vectors(stride, spans):
    series, sent = series_of(pane_steps=10, stride=stride)
    series.add(rows(0, sum(count for _, count in spans)), 2, 0.1, 0)
    series.flush()
    assert sent.spans == spans


def test_full_batch_is_sent_and_described_once():
    series, sent = series_of(pane_steps=1000, batch_bytes=1024)  # 64 vectors of 16 bytes
    series.add(rows(0, 150), 0, 0.1, 0)
    assert sent.spans == [(0, 64), (64, 64)]
    series.flush()
    assert sent.spans[2:] == [(128, 22)]
    assert sent.described == [True, False, False]


def test_vector_longer_than_a_batch_goes_alone():
    series, sent = series_of(dimension=1000, batch_bytes=1024)
    series.add(rows(0, 2, 1000), 0, 0.1, 0)
    assert sent.spans == [(0, 1), (1, 1)]


def test_gap_and_learning_rate_begin_a_new_batch():
    series, sent = series_of(pane_steps=1000)
    series.add(rows(0, 2), 0, 0.1, 0)
    series.add(rows(2, 2), 2, 0.1005, 0)
    series.add(rows(5, 2), 5, 0.1, 0)
    series.add(rows(7, 2), 7, 0.2, 0)
    series.flush()
    assert sent.spans == [(0, 4), (5, 2), (7, 2)]
    assert [batch.learning_rate for batch in sent] == [0.1, 0.1, 0.2]


def test_descriptor_comes_again_after_a_loss():
    series, sent = series_of(pane_steps=1000)
    for first in range(3):
        series.add(rows(first, 1), first, 0.1, 0)
        series.flush()
        series.descriptor_needed = first == 1
    assert sent.described == [True, False, True]


def test_linger_is_kept():
    series, sent = series_of()
    series.add(rows(0, 1), 0, 0.1, 0)
    series.flush_if_due(series._opened + 0.9)
    assert not sent
    series.flush_if_due(series._opened + 1.0)
    assert sent.spans == [(0, 1)]


def test_end_follows_the_last_vector():
    series, sent = series_of(stride=5, pane_steps=100)
    series.add(rows(0, 2), 10, 0.1, 0)
    end = pb.IterateBatch.FromString(series.end())
    assert sent.spans == [(10, 2)]
    assert end.end_of_series and end.steps == 0 and end.first_step == 20 and not end.values
    assert (end.run, end.attempt, end.series, end.dimension) == ("r", 2, "w", 4)


def test_series_without_vectors_has_no_end():
    assert series_of()[0].end() is None
