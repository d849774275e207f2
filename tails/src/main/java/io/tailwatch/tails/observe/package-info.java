// SPDX-License-Identifier: Apache-2.0

/**
 * What is computed of vectors before they are sketched, and when a window begins anew: the same
 * bits for whoever does it, the analyzer or a producer that sketches at the source.
 */
package io.tailwatch.tails.observe;
