# SPDX-License-Identifier: Apache-2.0
"""What is written where. Objects that follow the interfaces of TensorBoard, W&B and MLflow stand
for them: none of the three is in Debian. The way from the topic is tested in test_pipeline.py."""

import sys
import types

import pytest

from tailwatch.v1 import events_pb2 as pb
from tailwatch.write_back import _log_for, _reading

DEFINED = pb.TailEstimate(
    series="layers.0/w é",
    observable=pb.OBSERVABLE_UPDATE_NORM,
    verdict=pb.VERDICT_NO_THEORY,
    sentence="Tail index 2.5.",
    index=pb.IntervalValue(value=2.5, lower=2.0, upper=3.0),
    last_step=999,
)
UNDEFINED = pb.TailEstimate(
    series="layers.0/w é",
    observable=pb.OBSERVABLE_UPDATE_NORM,
    verdict=pb.VERDICT_UNDEFINED,
    reason="too-few",
    sentence="No index.",
    last_step=499,
)
NAME = "tailwatch/layers.0/w é/update-norm"


class Calls(list):
    """Records the calls of any method."""

    def __init__(self, *methods):
        super().__init__()
        for method in methods:
            setattr(
                self, method, lambda *args, _m=method, **kwargs: self.append((_m, args, kwargs))
            )


def write(to, tags):
    log = _log_for(to, tags)
    for estimate in (UNDEFINED, DEFINED, DEFINED):
        log.write(_reading(estimate))
    log.close()


def test_reading_says_what_is_defined():
    reading = _reading(DEFINED)
    assert (reading.name, reading.step) == ("layers.0/w é/update-norm", 999)
    assert reading.numbers == {"index": 2.5, "index_lower": 2.0, "index_upper": 3.0}
    assert reading.verdict == "no-theory"
    assert _reading(UNDEFINED).verdict == "undefined(too-few)" and not _reading(UNDEFINED).numbers


def test_tensorboard_gets_scalars_and_the_verdict_where_it_changes():
    writer = Calls("add_scalar", "add_text", "flush")
    write(writer, {})
    scalars = [args for method, args, _ in writer if method == "add_scalar"]
    assert scalars == 2 * [
        (f"{NAME}/index", 2.5, 999),
        (f"{NAME}/index_lower", 2.0, 999),
        (f"{NAME}/index_upper", 3.0, 999),
    ]
    texts = [args for method, args, _ in writer if method == "add_text"]
    assert texts == [
        (f"{NAME}/verdict", "undefined(too-few): No index.", 499),
        (f"{NAME}/verdict", "no-theory: Tail index 2.5.", 999),
        (f"{NAME}/verdict", "no-theory: Tail index 2.5.", 999),
    ]
    assert writer[-1][0] == "flush"


def test_mlflow_gets_metrics_under_names_it_takes(monkeypatch):
    client = Calls("log_metric", "set_tag")
    info = types.SimpleNamespace(run_id="active")
    module = types.SimpleNamespace(
        active_run=lambda: types.SimpleNamespace(info=info), MlflowClient=lambda: client
    )
    monkeypatch.setitem(sys.modules, "mlflow", module)
    write("mlflow", {"mlflow.run_id": "of the tags"})
    plain = "tailwatch/layers.0/w _/update-norm"
    assert client[0] == ("log_metric", ("of the tags", f"{plain}/index", 2.5), {"step": 999})
    assert client[-1] == (
        "set_tag",
        ("of the tags", f"{plain}/verdict", "no-theory: Tail index 2.5."),
        {},
    )
    client.clear()
    write("mlflow", {})
    assert client[0][1][0] == "active"
    client.clear()
    write(client, {"mlflow.run_id": "m1"})
    assert client[0][1][0] == "m1"


class WandbRun(Calls):
    def __init__(self):
        super().__init__("define_metric", "log", "finish")
        self.summary = {}


def test_wandb_gets_its_own_step_axis(monkeypatch):
    run = WandbRun()
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace(run=run))
    write("wandb", {})
    assert run[0][0] == "define_metric"
    logged = [args[0] for method, args, _ in run if method == "log"]
    assert logged[1] == {
        f"{NAME}/index": 2.5,
        f"{NAME}/index_lower": 2.0,
        f"{NAME}/index_upper": 3.0,
        f"{NAME}/verdict": "no-theory",
        "tailwatch/step": 999,
    }
    assert run.summary == {f"{NAME}/sentence": "Tail index 2.5."}
    assert "finish" not in [method for method, _, _ in run]


def test_wandb_run_of_the_tags_is_resumed_and_finished(monkeypatch):
    run, asked = WandbRun(), {}
    module = types.SimpleNamespace(run=None, init=lambda **options: asked.update(options) or run)
    monkeypatch.setitem(sys.modules, "wandb", module)
    write("wandb", {"wandb.run_id": "w1", "wandb.project": "p"})
    assert asked == {"id": "w1", "project": "p", "entity": None, "resume": "must"}
    assert run[-1][0] == "finish"


@pytest.mark.parametrize(
    "to, message",
    [
        ("wandb", "no run of W&B is active"),
        ("mlflow", "no run of MLflow is active"),
        (Calls("log_metric"), "the run has no tag mlflow.run_id"),
        ("tensorboard", 'to must be "wandb", "mlflow", a SummaryWriter'),
    ],
)
def test_nowhere_to_write_is_named(monkeypatch, to, message):
    monkeypatch.setitem(sys.modules, "wandb", types.SimpleNamespace(run=None))
    monkeypatch.setitem(sys.modules, "mlflow", types.SimpleNamespace(active_run=lambda: None))
    with pytest.raises(ValueError, match=message):
        _log_for(to, {})


def test_absent_broker_is_a_connection_error():
    from tailwatch import write_back

    with pytest.raises(ConnectionError, match="cannot read tailwatch.runs.v1"):
        write_back("r", Calls("add_scalar"), bootstrap_servers="127.0.0.1:1", timeout=1)
