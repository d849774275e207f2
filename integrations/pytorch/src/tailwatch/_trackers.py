# SPDX-License-Identifier: Apache-2.0
"""The runs of experiment trackers that are active; none of them is imported for it."""

from __future__ import annotations

import sys
from typing import Any

MLFLOW_RUN_ID = "mlflow.run_id"
WANDB_RUN_ID = "wandb.run_id"
WANDB_PROJECT = "wandb.project"
WANDB_ENTITY = "wandb.entity"


def active_tags() -> dict[str, str]:
    """Tags that lead from a run of TailWatch to those of MLflow and Weights & Biases."""
    tags: dict[str, Any] = {}
    mlflow, wandb = sys.modules.get("mlflow"), sys.modules.get("wandb")
    try:
        run = mlflow.active_run() if mlflow else None
        if run is not None:
            tags[MLFLOW_RUN_ID] = run.info.run_id
    except Exception:  # pylint: disable=broad-except
        pass  # A tracker in trouble is no reason to hold up a training.
    try:
        run = wandb.run if wandb else None
        if run is not None:
            tags[WANDB_RUN_ID] = run.id
            tags[WANDB_PROJECT] = run.project
            tags[WANDB_ENTITY] = run.entity
    except Exception:  # pylint: disable=broad-except
        pass
    return {name: str(value) for name, value in tags.items() if value}
