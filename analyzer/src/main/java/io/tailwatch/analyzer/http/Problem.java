// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import org.eclipse.jetty.http.HttpStatus;

/**
 * A problem document (RFC 9457), {@code application/problem+json}.
 *
 * @param type {@code about:blank}: the status says what kind of problem it is
 * @param title the status in words
 * @param status the HTTP status
 * @param detail what exactly, and what to do
 * @param instance the path that was asked for
 */
record Problem(String type, String title, int status, String detail, String instance) {
  static final String CONTENT_TYPE = "application/problem+json";

  static Problem of(int status, String detail, String instance) {
    return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, instance);
  }
}
