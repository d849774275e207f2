// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.NotFoundResponse;
import io.javalin.util.JavalinBindException;
import io.tailwatch.analyzer.observe.ObservableNames;
import io.tailwatch.analyzer.tail.Latest;
import io.tailwatch.events.v1.Observable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: {@code /metrics}, {@code /health/live}, {@code /health/ready}, {@code
 * /api/v1/runs}, {@code /api/v1/runs/{run}} and {@code
 * /api/v1/runs/{run}/series/{series}/{observable}}. Path parts are percent-decoded, so that names
 * may hold a slash. Thread-safe.
 */
public final class HttpApi implements AutoCloseable {
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

  private final ObjectMapper json = new ObjectMapper();
  private final Supplier<String> metrics;
  private final Supplier<Health> health;
  private final Supplier<Latest> latest;
  private final Javalin server;

  private HttpApi(Supplier<String> metrics, Supplier<Health> health, Supplier<Latest> latest) {
    this.metrics = metrics;
    this.health = health;
    this.latest = latest;
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts a server.
   *
   * @param port 0 takes a free one
   * @param metrics the meters in Prometheus' text format
   * @throws ListenException when the port is taken or the address is not of this machine
   */
  public static HttpApi start(
      String bind,
      int port,
      Supplier<String> metrics,
      Supplier<Health> health,
      Supplier<Latest> latest) {
    var api = new HttpApi(metrics, health, latest);
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
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setUriCompliance(ENCODED_NAMES);
          http.setSendServerVersion(false);
        });
    config.jetty.modifyServletContextHandler(
        handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    config.routes.get("/metrics", context -> context.contentType(PROMETHEUS).result(metrics.get()));
    config.routes.get("/health/live", context -> health(context, health.get(), false));
    config.routes.get("/health/ready", context -> health(context, health.get(), true));
    config.routes.get("/api/v1/runs", this::runs);
    config.routes.get("/api/v1/runs/{run}", this::run);
    config.routes.get("/api/v1/runs/{run}/series/{series}/{observable}", this::estimate);
    config.routes.exception(
        HttpResponseException.class,
        (e, context) -> problem(context, e.getStatus(), e.getMessage()));
    config.routes.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("Failed to answer {}", context.path(), e);
          problem(context, HttpStatus.INTERNAL_SERVER_ERROR_500, "see the log of the analyzer");
        });
  }

  private void health(Context context, Health state, boolean readiness) {
    boolean good = readiness ? state.ready() : state.live();
    context.status(good ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503);
    write(
        context,
        Map.of(
            "status",
            (good ? "" : "not ") + (readiness ? "ready" : "live"),
            "reason",
            good ? "" : state.reason()));
  }

  private void runs(Context context) {
    Latest known = latest.get();
    write(context, known.runs().stream().map(run -> RunView.of(run, known)).toList());
  }

  private void run(Context context) {
    String run = context.pathParam("run");
    Latest known = latest.get();
    if (!known.runs().contains(run)) {
      throw new NotFoundResponse("there is no run " + run + ": see /api/v1/runs");
    }
    write(context, RunView.of(run, known));
  }

  private void estimate(Context context) {
    String name = context.pathParam("observable");
    Observable observable =
        ObservableNames.parse(name)
            .orElseThrow(
                () ->
                    new BadRequestResponse(
                        "observable must be one of " + names() + ": was " + name));
    String run = context.pathParam("run");
    String series = context.pathParam("series");
    write(
        context,
        latest
            .get()
            .estimate(run, series, observable)
            .map(EstimateView::of)
            .orElseThrow(
                () ->
                    new NotFoundResponse(
                        "there is no estimate of %s of series %s of run %s: see /api/v1/runs"
                            .formatted(name, series, run))));
  }

  private static String names() {
    List<Observable> known =
        Arrays.stream(Observable.values())
            .filter(o -> o != Observable.UNRECOGNIZED && o != Observable.OBSERVABLE_UNSPECIFIED)
            .toList();
    return known.stream().map(ObservableNames::of).collect(Collectors.joining(", "));
  }

  private void problem(Context context, int status, String detail) {
    context.status(status);
    write(
        context,
        new Problem("about:blank", HttpStatus.getMessage(status), status, detail, context.path()));
    context.contentType(Problem.CONTENT_TYPE);
  }

  private void write(Context context, Object view) {
    try {
      context.contentType("application/json").result(json.writeValueAsBytes(view));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + view.getClass(), e);
    }
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
