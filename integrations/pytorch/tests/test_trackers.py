# SPDX-License-Identifier: Apache-2.0
"""Objects that follow the interfaces of MLflow and W&B stand for them: neither is in Debian."""

import sys
import types

from tailwatch._trackers import active_tags


def test_nothing_is_imported_and_nothing_found(monkeypatch):
    monkeypatch.delitem(sys.modules, "mlflow", raising=False)
    monkeypatch.delitem(sys.modules, "wandb", raising=False)
    assert active_tags() == {}
    assert "mlflow" not in sys.modules and "wandb" not in sys.modules


def test_active_runs_are_found(monkeypatch):
    info = types.SimpleNamespace(run_id="m1")
    mlflow = types.SimpleNamespace(active_run=lambda: types.SimpleNamespace(info=info))
    run = types.SimpleNamespace(id="w1", project="p", entity=None)
    monkeypatch.setitem(sys.modules, "mlflow", mlflow)
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace(run=run))
    assert active_tags() == {"mlflow.run_id": "m1", "wandb.run_id": "w1", "wandb.project": "p"}


def test_imported_trackers_without_a_run_give_no_tags(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", types.SimpleNamespace(active_run=lambda: None))
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace(run=None))
    assert active_tags() == {}


def test_tracker_in_trouble_is_left_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "mlflow", types.SimpleNamespace(active_run=lambda: 1 / 0))
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace())
    assert active_tags() == {}
