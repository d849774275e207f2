// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import io.javalin.util.JavalinBindException;
import io.tailwatch.analyzer.metrics.StreamMeters;
import io.tailwatch.analyzer.stream.StreamHub;
import io.tailwatch.analyzer.stream.StreamTiming;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server; its paths are those of {@link IndexRoute}. Path parts are percent-decoded, so
 * that names may hold a slash. Nothing may be cached but the files of the page. Thread-safe.
 */
public final class HttpApi implements AutoCloseable {
  static final String NO_STORE = "no-store";

  /** Of a request: two names of 256 characters, percent-encoded, fit into its line. */
  static final int MAX_HEADER = 12 << 10;

  /**
   * Requests that are worked on at a time; more of them wait. Streams hold no thread, so that this
   * is for plots that another instance is asked for, and for bursts.
   */
  public static final int MAX_THREADS = 48;

  private static final int MIN_THREADS = 8;
  private static final Duration IDLE_THREAD = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);
  private static final int MIN_COMPRESSED = 1_024;
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
  private final Guard guard;
  private final PageFiles page;
  private final Answers answers = new Answers();
  private final StreamHub hub;
  private final Javalin server;
  private Routes routes;

  private HttpApi(HttpSettings settings, ApiSources sources, PageFiles page, StreamTiming timing) {
    this.sources = sources;
    this.guard = new Guard(settings);
    this.page = page;
    this.hub =
        new StreamHub(
            new StreamEvents(sources.latest(), answers),
            sources::readBack,
            new StreamMeters(sources.meters()),
            timing);
    this.server = Javalin.create(this::configure);
  }

  /**
   * Starts a server.
   *
   * @throws ListenException when the port is taken or the address is not of this machine
   */
  public static HttpApi start(HttpSettings settings, ApiSources sources) {
    return start(settings, sources, new PageFiles(PageRoutes.ROOT), StreamTiming.DEFAULTS);
  }

  static HttpApi start(
      HttpSettings settings, ApiSources sources, PageFiles page, StreamTiming timing) {
    var api = new HttpApi(settings, sources, page, timing);
    try {
      api.server.start(settings.bind(), settings.port());
    } catch (JavalinBindException e) {
      api.close();
      throw isOfThisMachine(settings.bind())
          ? ListenException.portInUse(settings.port(), e)
          : ListenException.foreignAddress(settings.bind(), e);
    }
    sources.listen(api.hub);
    if (!settings.isLoopback() && settings.access().token().isEmpty()) {
      LOG.warn(
          "HTTP listens on {} without a token: whoever can connect can read everything; set"
              + " --http-token, or --bind 127.0.0.1",
          settings.bind());
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
    config.http.compressionStrategy = compression();
    config.jetty.threadPool = threads();
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setUriCompliance(ENCODED_NAMES);
          http.setRequestHeaderSize(MAX_HEADER);
          http.setSendServerVersion(false);
        });
    config.jetty.modifyServletContextHandler(
        handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
    config.jetty.modifyServer(jetty -> jetty.setErrorHandler(new JettyProblems(answers)));
    config.routes.before(guard::check);
    routes = new Routes(config.routes);
    routes.get(
        "/metrics",
        context -> {
          context.contentType(PROMETHEUS);
          sources.writeMetrics(context.outputStream());
        });
    new PageRoutes(page).add(routes);
    IndexRoute.add(routes, answers);
    new OpenApiRoute().add(routes);
    new HealthRoutes(sources, answers).add(routes);
    var exports = new Exports(answers);
    new RunRoutes(sources, answers, exports).add(routes);
    new AlertRoutes(sources, answers).add(routes);
    new PlotRoutes(sources, exports).add(routes);
    new StreamRoute(hub).add(routes);
    problems(config.routes);
  }

  private static QueuedThreadPool threads() {
    var pool = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, (int) IDLE_THREAD.toMillis());
    pool.setName("tailwatch-http");
    return pool;
  }

  private static CompressionStrategy compression() {
    var strategy = new CompressionStrategy(null, new Gzip());
    strategy.setDefaultMinSizeForCompression(MIN_COMPRESSED);
    return strategy;
  }

  private void problems(RoutesConfig config) {
    config.exception(
        ApiException.class, (e, context) -> answers.problem(context, e.status(), e.getMessage()));
    config.exception(
        MethodNotAllowedResponse.class,
        (e, context) -> {
          // Every path is there to be read.
          context.header("Allow", "GET, HEAD");
          answers.problem(
              context,
              e.getStatus(),
              "%s is not supported: the API is read by GET".formatted(context.method()));
        });
    config.exception(
        HttpResponseException.class,
        (e, context) -> answers.problem(context, e.getStatus(), e.getMessage()));
    config.exception(
        Exception.class,
        (e, context) -> {
          LOG.error("Failed to answer {}", context.path(), e);
          answers.problem(
              context, HttpStatus.INTERNAL_SERVER_ERROR_500, "see the log of the analyzer");
        });
  }

  /** All paths, as Javalin writes them. */
  List<String> paths() {
    return routes.paths();
  }

  /** Whom the live stream is written by. */
  StreamHub hub() {
    return hub;
  }

  /** The port that the server listens on. */
  public int port() {
    return server.port();
  }

  /** Ends the streams and stops the server; no request is answered afterwards. */
  @Override
  public void close() {
    hub.close();
    server.stop();
  }
}
