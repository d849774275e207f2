# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest

from tailwatch._subsample import choose, share

MASK = (1 << 64) - 1


def by_the_book(dimension, size, seed):
    """The algorithm word by word, in integers without a limit."""
    chosen = []
    for i in range(size):
        low, high = i * dimension // size, (i + 1) * dimension // size
        z = (seed + i * 0x9E3779B97F4A7C15) & MASK
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        chosen.append(low + z % (high - low))
    return chosen


@pytest.mark.parametrize("seed", [1, 42, 2**63, 2**64 - 1])
@pytest.mark.parametrize(
    "dimension, size", [(1, 1), (10, 3), (10, 10), (1000, 7), (123_457, 4096), (2**40, 5)]
)
def test_follows_the_algorithm_for_every_seed_and_shape(dimension, size, seed):
    assert choose(dimension, size, seed).tolist() == by_the_book(dimension, size, seed)


@pytest.mark.parametrize(
    "dimension, size, seed, indices",
    [
        (100, 8, 42, [2, 21, 32, 47, 50, 69, 81, 97]),
        (1_000_003, 7, 1, [136237, 217364, 396845, 542668, 588190, 715628, 963429]),
        (1 << 40, 5, -3, [169524160427, 435137190523, 454328594384, 775584267659, 981954129378]),
        (10, 3, 1, [1, 5, 9]),
        (1000, 7, 42, [0, 151, 312, 529, 704, 760, 877]),
        (123_457, 5, -1, [7163, 26353, 71511, 96939, 113867]),
        (1 << 40, 4, 99, [40618279049, 508085890019, 655110269348, 1052002865915]),
    ],
)
def test_values_are_those_of_java(dimension, size, seed, indices):
    """The first three are in io.tailwatch.producer.publish.SubsampleTest, too."""
    assert choose(dimension, size, seed).tolist() == indices


def test_many_values_are_those_of_java():
    indices = choose(200_704, 4096, 20_402)
    assert (indices[0], indices[2048], indices[4095]) == (29, 100_396, 200_657)
    hashed = 0
    for index in indices.tolist():
        hashed = (hashed * 31 + index) & MASK
    assert hashed == 7_707_560_059_415_798_834


def test_negative_seed_is_its_twos_complement():
    assert choose(1000, 7, -1).tolist() == choose(1000, 7, 2**64 - 1).tolist()


def test_indices_ascend_and_are_distinct_and_in_range():
    indices = choose(100_003, 4096, 99)
    assert np.all(np.diff(indices) > 0)
    assert indices[0] >= 0 and indices[-1] < 100_003


def test_whole_vector_is_the_identity():
    assert choose(17, 17, 5).tolist() == list(range(17))


@pytest.mark.parametrize(
    "dimension, size, seed, message",
    [
        (0, 1, 1, "full_dimension must be in"),
        (10, 0, 1, "size must be in"),
        (10, 11, 1, "size must be in"),
        (10, 5, 0, "seed must not be 0"),
        (10, 5, 2**64, "seed must not be 0"),
    ],
)
def test_what_is_out_of_range_is_named(dimension, size, seed, message):
    with pytest.raises(ValueError, match=message):
        choose(dimension, size, seed)


@pytest.mark.parametrize(
    "sizes, total, shares",
    [
        ([10, 20], 4096, [10, 20]),
        ([16384, 256, 65536, 256, 2560, 10], 4096, [1191, 256, 1192, 256, 1191, 10]),
        ([100, 100], 11, [5, 6]),
        ([100, 100, 100], 2, [1, 1, 1]),
        ([], 5, []),
    ],
)
def test_long_vectors_share_what_short_ones_leave(sizes, total, shares):
    assert share(sizes, total) == shares
