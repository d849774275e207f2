// SPDX-License-Identifier: Apache-2.0
/**
 * How the state of the analyzer is kept: the serdes and the keys of its stores and of its
 * repartition topic. Unlike the serdes of the wire contract, these fail the application on bytes
 * they cannot read: a record of our own that is broken is a defect, not a bad event.
 */
package io.tailwatch.analyzer.state;
