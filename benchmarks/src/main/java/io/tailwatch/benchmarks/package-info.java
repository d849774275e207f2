// SPDX-License-Identifier: Apache-2.0

/** Benchmarks of the kernels against their peers, and the command that keeps their table. */
package io.tailwatch.benchmarks;
