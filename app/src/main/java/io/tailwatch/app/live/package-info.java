// SPDX-License-Identifier: Apache-2.0
/**
 * The table of estimates in a terminal: which estimates are the latest ones, how they become lines
 * of a given width, and how these are drawn in place.
 */
package io.tailwatch.app.live;
