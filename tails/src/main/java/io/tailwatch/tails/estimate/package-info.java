// SPDX-License-Identifier: Apache-2.0

/**
 * Estimates of the tail index from tail sketches: the Hill reading at every bucket edge,
 * batch-means intervals that stay valid under serial dependence, the de-biased index by the
 * population reading of Student's t, and the conditions under which no number is given. All indices
 * are survival exponents, P(|X| &gt; x) ~ x^-alpha. Everything is a pure function of its arguments,
 * with StrictMath and a fixed order of summation, so a replay gives the same bits. Every type is
 * immutable and thread-safe. Zeros are no part of a tail; NaN and infinities are counted apart and
 * never enter a reading; no exceedances give no estimate but a reason.
 */
package io.tailwatch.tails.estimate;
