// SPDX-License-Identifier: Apache-2.0
/** What the topics of a measurement are filled with. */
package io.tailwatch.app.bench.load;
