// SPDX-License-Identifier: Apache-2.0
/** One pass over a topic by one variant, in a process of its own. */
package io.tailwatch.app.bench.pass;
