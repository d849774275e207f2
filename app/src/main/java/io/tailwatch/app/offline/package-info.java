// SPDX-License-Identifier: Apache-2.0
/** The commands that need no broker: the estimators over a file, and theory alone. */
package io.tailwatch.app.offline;
