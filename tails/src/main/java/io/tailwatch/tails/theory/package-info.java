// SPDX-License-Identifier: Apache-2.0

/**
 * What theory says about the tail index of ridge-regression SGD: certified bounds for its diffusion
 * limit, homogenized SGD ({@link io.tailwatch.tails.theory.HsgdBounds}), its exact index ({@link
 * io.tailwatch.tails.theory.HsgdIndex}), and the index of SGD itself on given data rows ({@link
 * io.tailwatch.tails.theory.KestenIndex}). Every index is a survival exponent alpha, {@code P(|X| >
 * x) ~ x^-alpha}. Nothing here reads a clock or a global random source: equal arguments give equal
 * bits on every JVM. Every type is immutable and thread-safe, {@link
 * io.tailwatch.tails.theory.TheoryTask} included; arguments outside their range are refused by
 * name, rule and value.
 */
package io.tailwatch.tails.theory;
