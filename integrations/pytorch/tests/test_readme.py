# SPDX-License-Identifier: Apache-2.0
"""The lines of the documentation, as they stand there, beside a model, an optimiser and a
``train``."""

import re

import pytest
from kafka_tools import ROOT, run_states

import tailwatch  # noqa: F401  what the lines import must be this package
from tailwatch.v1 import events_pb2 as pb
from trainings import Mlp

PAGES = ["README.md", "integrations/pytorch/README.md", "docs/pytorch.md"]


def block(page):
    """The block of a page that is marked for this test."""
    text = (ROOT / page).read_text(encoding="utf-8")
    marked = re.search(r"^<!-- test: adopt-pytorch -->\n```python\n(.*?)^```$", text, re.M | re.S)
    assert marked, f"{page} has no lines for PyTorch"
    return marked.group(1)


@pytest.mark.parametrize("page", PAGES)
def test_lines_publish_a_training(broker, run, page, monkeypatch):
    monkeypatch.setenv("TAILWATCH_BOOTSTRAP_SERVERS", broker)
    # Only the names are this test's own, so that it finds its run again.
    code = block(page).replace('"my-run"', f'"{run}"').replace('"localhost:9092"', f'"{broker}"')
    training = Mlp()

    def train():
        for _ in range(100):
            training.step()

    exec(
        compile(code, page, "exec"),
        {  # pylint: disable=exec-used
            "model": training.model,
            "optimizer": training.optimizer,
            "train": train,
            "print": print,
        },
    )
    entry = run_states(broker, run)[-1]
    assert entry.state == pb.RUN_STATE_FINISHED
    assert list(entry.series) == [name for name, _ in training.model.named_parameters()]
