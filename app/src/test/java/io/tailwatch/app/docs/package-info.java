// SPDX-License-Identifier: Apache-2.0
/** Runs what the documentation tells its readers to type. */
package io.tailwatch.app.docs;
