// SPDX-License-Identifier: Apache-2.0

/**
 * Detection of a change of the tail index of one series against its own baseline, from the readings
 * of disjoint blocks. What the detectors are worth stands in {@code docs/studies/drift.md}. Every
 * type is immutable and thread-safe: a detector is a pure function from state and block to the next
 * state, at a constant number of operations a block.
 */
package io.tailwatch.tails.drift;
