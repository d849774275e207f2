// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.sizing;

import java.time.Duration;
import java.util.List;

/**
 * What is measured.
 *
 * @param shapes one after the other
 * @param series of each shape; results are given for 1,000
 * @param rates batches a second of each series
 * @param duration of the feed at each rate
 */
record SizingPlan(List<Shape> shapes, int series, List<Integer> rates, Duration duration) {}
