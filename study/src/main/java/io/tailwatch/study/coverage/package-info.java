// SPDX-License-Identifier: Apache-2.0

/**
 * Whether the intervals of a window cover what they say, on independent and on dependent series.
 */
package io.tailwatch.study.coverage;
