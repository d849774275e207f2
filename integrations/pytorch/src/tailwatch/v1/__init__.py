# SPDX-License-Identifier: Apache-2.0
"""The wire contract, generated from ``events.proto`` by ``generate``."""
