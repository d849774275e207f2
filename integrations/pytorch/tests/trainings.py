# SPDX-License-Identifier: Apache-2.0
"""Small trainings for tests, seeded to the bit."""

import torch


class Mlp:
    """A classifier of 64 inputs and 10 classes with two hidden layers, on random data."""

    def __init__(self, seed=1, hidden=256, batch=128, make=None):
        torch.manual_seed(seed)
        self.model = torch.nn.Sequential(
            torch.nn.Linear(64, hidden),
            torch.nn.ReLU(),
            torch.nn.Linear(hidden, hidden),
            torch.nn.ReLU(),
            torch.nn.Linear(hidden, 10),
        )
        make = make or (lambda parameters: torch.optim.SGD(parameters, lr=0.01))
        self.optimizer = make(self.model.parameters())
        self.inputs = torch.randn(1024, 64)
        self.labels = torch.randint(0, 10, (1024,))
        self._batch = batch
        self._at = 0

    def step(self):
        rows = slice(self._at, self._at + self._batch)
        self._at = (self._at + self._batch) % len(self.inputs)
        self.optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(self.model(self.inputs[rows]), self.labels[rows])
        loss.backward()
        self.optimizer.step()

    def bits(self):
        return b"".join(p.detach().numpy().tobytes() for p in self.model.parameters())


class HeavyTailed:
    """A linear regression whose errors follow Student's t with 2.5 degrees of freedom: so do its
    gradients, far out, and with them the updates of an optimiser that is linear in the gradient."""

    def __init__(self, make, seed=1, dimension=4):
        torch.manual_seed(seed)
        self.model = torch.nn.Linear(dimension, 1, bias=False)
        self.optimizer = make(self.model.parameters())
        self._errors = torch.distributions.StudentT(2.5)
        self._dimension = dimension

    def train(self, steps):
        inputs = torch.randn(steps, 1, self._dimension)
        targets = self._errors.sample((steps, 1, 1))
        for x, y in zip(inputs, targets):
            self.optimizer.zero_grad()
            (self.model(x) - y).square().mean().backward()
            self.optimizer.step()
