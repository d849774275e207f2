// SPDX-License-Identifier: Apache-2.0

/**
 * The tail sketch: samples counted in logarithmic buckets read straight off the bits of a {@code
 * float}, with an exact integer sum of the mantissas per bucket. Everything is integer arithmetic,
 * so sketches of parts add up to the sketch of the whole exactly, and subtracting undoes adding.
 * {@link io.tailwatch.tails.sketch.PackedSketch} accumulates, {@link
 * io.tailwatch.tails.sketch.TailSketch} is the value that is stored, merged and estimated from,
 * {@link io.tailwatch.tails.sketch.SlidingWindow} keeps the last panes and their running sum.
 */
package io.tailwatch.tails.sketch;
