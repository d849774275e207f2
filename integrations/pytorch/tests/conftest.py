# SPDX-License-Identifier: Apache-2.0
"""Fixtures. ``.ci/pytorch-test`` starts a broker and an analyzer and says where they are."""

import os
import uuid

import pytest
import torch


@pytest.fixture(autouse=True)
def one_thread():
    """Sums of several threads may differ from run to run; tests compare bits."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def broker():
    """Address of a broker that no test stops."""
    address = os.environ.get("TAILWATCH_TEST_BROKER")
    if not address:
        pytest.skip("no broker: run .ci/pytorch-test")
    return address


@pytest.fixture
def analyzer(broker):
    """Address of a broker with an analyzer."""
    if not os.environ.get("TAILWATCH_TEST_ANALYZER"):
        pytest.skip("no analyzer: run .ci/pytorch-test")
    return broker


@pytest.fixture
def run():
    """A name that no other test has."""
    return f"run-{uuid.uuid4()}"
