// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import org.eclipse.jetty.http.HttpStatus;

/** An answer that is a problem document. The message tells what is wrong, and what to do. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ApiException(int status, String detail) {
    super(detail);
    this.status = status;
  }

  static ApiException badRequest(String detail) {
    return new ApiException(HttpStatus.BAD_REQUEST_400, detail);
  }

  static ApiException notFound(String detail) {
    return new ApiException(HttpStatus.NOT_FOUND_404, detail);
  }

  /** To be tried again in a moment. */
  static ApiException unavailable(String detail) {
    return new ApiException(HttpStatus.SERVICE_UNAVAILABLE_503, detail);
  }

  int status() {
    return status;
  }
}
