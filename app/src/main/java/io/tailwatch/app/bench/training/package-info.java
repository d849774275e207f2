// SPDX-License-Identifier: Apache-2.0
/** What publishing costs the training that is published. */
package io.tailwatch.app.bench.training;
