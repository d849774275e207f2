# SPDX-License-Identifier: Apache-2.0
import numpy as np
import pytest
import torch

from tailwatch._values import FORMATS

EXTREMES = [0.0, -0.0, 1.0, -2.5, 3e38, -3e38, 65504.0, 1e-8, 6e-8, float("inf"), float("-inf")]


@pytest.mark.parametrize("dtype", FORMATS, ids=str)
def test_differences_are_those_of_pytorch_bit_by_bit(dtype):
    torch.manual_seed(1)
    wide = torch.randn(20_000, dtype=torch.float64) * 10 ** (
        8 * torch.rand(20_000, dtype=torch.float64) - 4
    )
    a = torch.cat([wide, torch.tensor(EXTREMES, dtype=torch.float64)]).to(dtype)
    b = a[torch.randperm(len(a))]
    form = FORMATS[dtype]
    ours = form.difference(form.view(a), form.view(b))
    theirs = form.view(a - b)
    number = ~torch.isnan(a - b).numpy()
    assert number.sum() > 20_000
    assert ours[number].tobytes() == theirs[number].tobytes()


@pytest.mark.parametrize("dtype", FORMATS, ids=str)
def test_what_is_no_number_stays_none(dtype):
    form = FORMATS[dtype]
    infinite = torch.tensor([float("inf"), float("nan")]).to(dtype)
    difference = form.difference(form.view(infinite), form.view(infinite))
    values = torch.from_numpy(difference.view(np.int16)).view(dtype) if form.bits else difference
    assert np.isnan(np.asarray(torch.as_tensor(values).to(torch.float64))).all()


@pytest.mark.parametrize("dtype", FORMATS, ids=str)
def test_views_share_the_memory(dtype):
    tensor = torch.ones(3, dtype=dtype)
    view = FORMATS[dtype].view(tensor)
    tensor.zero_()
    assert not view.any()


def test_wire_is_little_endian_row_by_row():
    vectors = np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32)
    assert FORMATS[torch.float32].to_wire(vectors).hex() == "0000803f000000400000404000008040"
    assert FORMATS[torch.bfloat16].to_wire(np.array([[0x3F80]], np.uint16)).hex() == "803f"
