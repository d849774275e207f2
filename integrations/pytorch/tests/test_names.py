# SPDX-License-Identifier: Apache-2.0
"""Values of ``io.tailwatch.events.SeriesKeyTest`` and ``TopicsTest``."""

import pytest

from tailwatch._names import Topics, clean, encode, require_name, series_key

DAY, WEEK = "86400000", "604800000"


@pytest.mark.parametrize(
    "run, series, key",
    [
        ("run-1", "layer.0_~", "run-1/layer.0_~"),
        ("a/b c", "é%", "a%2Fb%20c/%C3%A9%25"),
        ("\U0001f600", "x", "%F0%9F%98%80/x"),
        ("r", "*'()!+&=;:@$,?#[]", "r/%2A%27%28%29%21%2B%26%3D%3B%3A%40%24%2C%3F%23%5B%5D"),
    ],
)
def test_keys_are_those_of_java(run, series, key):
    assert series_key(run, series) == key


def test_run_alone_is_encoded_like_a_component():
    assert encode("a/b") == "a%2Fb"


@pytest.mark.parametrize("name", ["x" * 256, "\U0001f600" * 128, "é"])
def test_legal_names_pass(name):
    assert require_name("run", name) == name


@pytest.mark.parametrize(
    "name, message",
    [
        ("", "run must be a text that is not empty"),
        (7, "run must be a text"),
        ("x" * 257, "run must have at most 256 characters: had 257"),
        ("\U0001f600" * 129, "run must have at most 256 characters: had 258"),
        ("a\nb", r"run must not hold control characters: had U\+000A at 1"),
        ("\x85", r"U\+0085"),
        ("\ud83d", "run must be valid Unicode"),
    ],
)
def test_names_keep_the_rules_of_java(name, message):
    with pytest.raises(ValueError, match=message):
        require_name("run", name)


def test_any_text_can_be_made_fit():
    for text in ["a\nb", "x" * 1000, "\U0001f600" * 200, "\ud83d!", 3.5]:
        require_name("tag", clean(text))
    assert clean("plain") == "plain"


def test_topics_are_those_of_the_contract():
    topics = Topics("lab")
    assert topics.definitions(12) == {
        "lab.runs.v1": (1, {"cleanup.policy": "compact"}),
        "lab.iterates.v1": (12, {"cleanup.policy": "delete", "retention.ms": DAY}),
        "lab.estimates.v1": (12, {"cleanup.policy": "delete", "retention.ms": WEEK}),
        "lab.alerts.v1": (12, {"cleanup.policy": "delete", "retention.ms": WEEK}),
        "lab.dead-letters.v1": (1, {"cleanup.policy": "delete", "retention.ms": WEEK}),
    }


@pytest.mark.parametrize("prefix", ["", "a b", "x" * 201])
def test_illegal_prefix_is_named(prefix):
    with pytest.raises(ValueError, match="topic_prefix must be"):
        Topics(prefix)
