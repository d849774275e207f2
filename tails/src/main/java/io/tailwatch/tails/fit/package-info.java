// SPDX-License-Identifier: Apache-2.0

/** Laws fitted to whole samples, and tests of how well they fit. */
package io.tailwatch.tails.fit;
