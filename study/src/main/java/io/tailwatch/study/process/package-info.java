// SPDX-License-Identifier: Apache-2.0

/** Stationary sequences of known law on which the estimators are studied. */
package io.tailwatch.study.process;
