// SPDX-License-Identifier: Apache-2.0
/**
 * From batches of iterates to sketched panes of scalar samples: which observables a series has, how
 * a vector becomes a sample, and where panes and windows begin and end. Knows nothing of Kafka.
 */
package io.tailwatch.analyzer.observe;
