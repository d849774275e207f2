# SPDX-License-Identifier: Apache-2.0
import overhead


def test_step_of_a_small_network_costs_little_at_defaults(broker, run, capsys):
    with capsys.disabled():
        print()
        ratio = overhead.report(broker, 256, 128, rounds=12, seconds=0.25, run=run)
    # By the processor time of the training thread: the wall clock, which is printed, also counts what
    # broker and sender take from a machine that has two processors for all of them.
    assert ratio > 0.9
