// SPDX-License-Identifier: Apache-2.0
/** Dead letters of a real analyzer on a real broker. */
package io.tailwatch.app.letters;
