// SPDX-License-Identifier: Apache-2.0
/** {@code tailwatch publish}: what any program writes, published as it comes. */
package io.tailwatch.app.publish;
