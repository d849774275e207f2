// SPDX-License-Identifier: Apache-2.0
/** Tables of results, on the terminal and in the pages of the documentation. */
package io.tailwatch.app.bench.report;
