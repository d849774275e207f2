// SPDX-License-Identifier: Apache-2.0
/**
 * The live page in a real browser, on a real broker, analyzer and live training. All tests share
 * one of each; where there is no Chromium they are skipped, in CI they fail.
 */
package io.tailwatch.app.page;
