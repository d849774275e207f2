// SPDX-License-Identifier: Apache-2.0
/**
 * Plots of the live window of a series, from whichever instance owns it: locate, read the state
 * store or ask the owner once, and draw. What is read may not be committed yet.
 */
package io.tailwatch.analyzer.query;
