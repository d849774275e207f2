// SPDX-License-Identifier: Apache-2.0
/** An analyzer in a process of its own, and what is sent to it while it runs. */
package io.tailwatch.app.bench.live;
