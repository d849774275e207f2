// SPDX-License-Identifier: Apache-2.0

/**
 * Other estimators of the extreme value index gamma = 1/alpha beside Hill's, read off the same
 * {@link io.tailwatch.tails.estimate.hill.TailProfile}. None of them replaces the reading; they say
 * how far it can be believed. Standard errors are for independent exceedances unless an effective
 * number of them is given. Every type is immutable and thread-safe; too few exceedances, ties where
 * differences are needed, and undefined formulas give a reason in place of a number.
 */
package io.tailwatch.tails.estimate.opinion;
