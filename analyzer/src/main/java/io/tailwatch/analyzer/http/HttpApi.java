// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server; its paths are those of {@link IndexRoute}. Path parts are percent-decoded, so
 * that names may hold a slash. Nothing may be cached. Thread-safe.
 */
public final class HttpApi implements AutoCloseable {
  static final String NO_STORE = "no-store";

  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** A run or a series may be called {@code a/b}, which a path can only hold as {@code a%2Fb}. */
  private static final UriCompliance ENCODED_NAMES =
      UriCompliance.DEFAULT.with(
          "encoded names",
          UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
          UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
          UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
          UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

  private final ApiSources sources;
  private final Answers answers = new Answers();
  private final Javalin server;

  private HttpApi(ApiSources sources) {
    this.sources = sources;
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts a server.
   *
   * @param port 0 takes a free one
   * @throws ListenException when the port is taken or the address is not of this machine
   */
  public static HttpApi start(String bind, int port, ApiSources sources) {
    var api = new HttpApi(sources);
    try {
      api.server.start(bind, port);
    } catch (JavalinBindException e) {
      api.server.stop();
      throw isOfThisMachine(bind)
          ? ListenException.portInUse(port, e)
          : ListenException.foreignAddress(bind, e);
    }
    return api;
  }

  private static boolean isOfThisMachine(String bind) {
    try {
      InetAddress address = InetAddress.getByName(bind);
      return address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setUriCompliance(ENCODED_NAMES);
          http.setSendServerVersion(false);
        });
    config.jetty.modifyServletContextHandler(
        handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new JettyProblems(answers)));
    config.routes.before(context -> context.header("Cache-Control", NO_STORE));
    config.routes.get(
        "/metrics",
        context -> {
          context.contentType(PROMETHEUS);
          sources.writeMetrics(context.outputStream());
        });
    IndexRoute.add(config.routes, answers);
    new HealthRoutes(sources, answers).add(config.routes);
    new RunRoutes(sources, answers).add(config.routes);
    new AlertRoutes(sources, answers).add(config.routes);
    new PlotRoutes(sources, answers).add(config.routes);
    problems(config.routes);
  }

  private void problems(RoutesConfig routes) {
    routes.exception(
        ApiException.class, (e, context) -> answers.problem(context, e.status(), e.getMessage()));
    routes.exception(
        MethodNotAllowedResponse.class,
        (e, context) -> {
          // Every path is there to be read.
          context.header("Allow", "GET, HEAD");
          answers.problem(
              context,
              e.getStatus(),
              "%s is not supported: the API is read by GET".formatted(context.method()));
        });
    routes.exception(
        HttpResponseException.class,
        (e, context) -> answers.problem(context, e.getStatus(), e.getMessage()));
    routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("Failed to answer {}", context.path(), e);
          answers.problem(
              context, HttpStatus.INTERNAL_SERVER_ERROR_500, "see the log of the analyzer");
        });
  }

  /** The port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** Stops the server; no request is answered afterwards. */
  @Override
  public void close() {
    server.stop();
  }
}
