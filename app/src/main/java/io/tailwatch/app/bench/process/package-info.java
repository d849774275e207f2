// SPDX-License-Identifier: Apache-2.0
/** Processes of their own for the broker and for what is measured. */
package io.tailwatch.app.bench.process;
