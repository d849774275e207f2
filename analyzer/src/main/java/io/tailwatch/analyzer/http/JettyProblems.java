// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Errors that Jetty finds before a request comes to us, such as a path that cannot be decoded. */
final class JettyProblems extends ErrorHandler {
  private final Answers answers;

  JettyProblems(Answers answers) {
    this.answers = answers;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    String detail = message == null ? "the request cannot be read" : message;
    String path = request.getHttpURI() == null ? null : request.getHttpURI().getPath();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, HttpApi.NO_STORE);
    SecurityHeaders.ALL.forEach(response.getHeaders()::put);
    response.write(
        true, ByteBuffer.wrap(answers.bytes(Problem.of(status, detail, path))), callback);
  }
}
