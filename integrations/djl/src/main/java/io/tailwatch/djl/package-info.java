// SPDX-License-Identifier: Apache-2.0
/**
 * The Deep Java Library: {@link io.tailwatch.djl.TailWatchListener} publishes the updates of a live
 * training.
 */
package io.tailwatch.djl;
