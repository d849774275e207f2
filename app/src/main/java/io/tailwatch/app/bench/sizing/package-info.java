// SPDX-License-Identifier: Apache-2.0
/** Memory, disk and CPU of an analyzer by the shape of its series. */
package io.tailwatch.app.bench.sizing;
