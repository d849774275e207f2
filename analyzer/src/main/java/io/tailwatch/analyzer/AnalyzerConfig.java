// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer;

import io.tailwatch.analyzer.http.HttpAccess;
import io.tailwatch.analyzer.metrics.AnalyzerMetrics;
import io.tailwatch.analyzer.query.AdvertisedUrl;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Everything that an analyzer needs to know. Immutable; validated at construction.
 *
 * @param bootstrapServers Kafka's {@code host:port,host:port}
 * @param topicPrefix prefix of the topics that are read ({@code <prefix>.iterates.v1})
 * @param outputPrefix prefix of the topics that are written; the same as {@code topicPrefix} unless
 *     a study must not mix its results with live ones
 * @param applicationId Kafka Streams' application id: instances with the same one share the work
 * @param port HTTP port; 0 takes a free one
 * @param bind address that HTTP listens on
 * @param advertisedUrl where other instances reach the HTTP API of this one, {@code host:port} or
 *     {@code http://host:port}; empty for bind address and port, and where that is any address of
 *     this machine, for nowhere
 * @param access who may ask over HTTP
 * @param maxSeriesMetrics series with meters of their own at {@code /metrics}, of those that this
 *     instance estimates; 0 for none
 * @param stateDir directory of Kafka Streams, of this instance alone: the panes of its windows, and
 *     the identity with which a new start takes over the transactions of the one before
 * @param standbys further instances that keep a copy of the state of each task, to take over sooner
 * @param threads Kafka Streams threads of this instance
 * @param partitions partitions of topics that have to be created
 * @param replicationFactor replicas of topics that have to be created, internal ones included
 * @param processingGuarantee {@code exactly_once_v2} or {@code at_least_once}
 * @param series how long a series is waited for, and how many are kept
 * @param startTimeout how long to wait for a broker before giving up
 * @param kafka Kafka properties, passed through untouched to every client; they win over ours
 */
public record AnalyzerConfig(
    String bootstrapServers,
    String topicPrefix,
    String outputPrefix,
    String applicationId,
    int port,
    String bind,
    String advertisedUrl,
    HttpAccess access,
    int maxSeriesMetrics,
    Path stateDir,
    int standbys,
    int threads,
    int partitions,
    short replicationFactor,
    String processingGuarantee,
    SeriesPolicy series,
    Duration startTimeout,
    Map<String, String> kafka) {

  private static final Pattern APPLICATION_ID = Pattern.compile("[a-zA-Z0-9._-]{1,200}");
  private static final Set<String> GUARANTEES = Set.of("exactly_once_v2", "at_least_once");

  /** Validates; messages hold the name, the rule and the value. */
  public AnalyzerConfig {
    requireText("bootstrapServers", bootstrapServers);
    // Their own check is the check.
    new Topics(topicPrefix);
    new Topics(outputPrefix);
    // Kafka Streams' internal topics begin with it.
    require(
        APPLICATION_ID.matcher(String.valueOf(applicationId)).matches(),
        "applicationId must be 1 to 200 of the characters a-z A-Z 0-9 . _ -",
        applicationId);
    requireText("bind", bind);
    Objects.requireNonNull(advertisedUrl, "advertisedUrl must not be null");
    if (!advertisedUrl.isEmpty()) {
      // Its own check is the check.
      AdvertisedUrl.parse(advertisedUrl);
    }
    Objects.requireNonNull(access, "access must not be null");
    require(
        maxSeriesMetrics >= 0 && maxSeriesMetrics <= 1_000_000,
        "maxSeriesMetrics must be in [0, 1000000]",
        maxSeriesMetrics);
    Objects.requireNonNull(stateDir, "stateDir must not be null");
    require(port >= 0 && port <= 65_535, "port must be in [0, 65535]", port);
    require(standbys >= 0 && standbys <= 16, "standbys must be in [0, 16]", standbys);
    require(threads >= 1 && threads <= 256, "threads must be in [1, 256]", threads);
    require(
        partitions >= 1 && partitions <= 10_000, "partitions must be in [1, 10000]", partitions);
    require(replicationFactor >= 1, "replicationFactor must be at least 1", replicationFactor);
    require(
        GUARANTEES.contains(processingGuarantee),
        "processingGuarantee must be exactly_once_v2 or at_least_once",
        processingGuarantee);
    Objects.requireNonNull(series, "series must not be null");
    require(
        startTimeout.compareTo(Duration.ZERO) > 0, "startTimeout must be positive", startTimeout);
    kafka = Map.copyOf(kafka);
  }

  /** A builder with the defaults of the command line. */
  public static Builder builder(String bootstrapServers) {
    return new Builder(bootstrapServers);
  }

  private static void requireText(String name, String value) {
    require(value != null && !value.isBlank(), name + " must not be empty", value);
  }

  private static void require(boolean holds, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ": was " + value);
    }
  }

  /** Collects the settings that differ from the defaults. Not thread-safe. */
  public static final class Builder {
    private final String bootstrapServers;
    private final Map<String, String> kafka = new TreeMap<>();
    private String topicPrefix = "tailwatch";
    private String outputPrefix = "";
    private String applicationId = "tailwatch";
    private int port = 8080;
    private String bind = "127.0.0.1";
    private String advertisedUrl = "";
    private HttpAccess access = HttpAccess.OPEN;
    private int maxSeriesMetrics = AnalyzerMetrics.DEFAULT_MAX_SERIES;
    private Path stateDir;
    private int standbys;
    private int threads = 1;
    private int partitions = 8;
    private short replicationFactor = 1;
    private String processingGuarantee = "exactly_once_v2";
    private SeriesPolicy series = SeriesPolicy.DEFAULTS;
    private Duration startTimeout = Duration.ofSeconds(10);

    private Builder(String bootstrapServers) {
      this.bootstrapServers = bootstrapServers;
    }

    /** Prefix of the input topics; default {@code tailwatch}. */
    public Builder topicPrefix(String value) {
      topicPrefix = value;
      return this;
    }

    /** Prefix of the output topics; default: the topic prefix. */
    public Builder outputPrefix(String value) {
      outputPrefix = value;
      return this;
    }

    /** Kafka Streams application id; default {@code tailwatch}. */
    public Builder applicationId(String value) {
      applicationId = value;
      return this;
    }

    /** HTTP port, 0 for a free one; default 8080. */
    public Builder port(int value) {
      port = value;
      return this;
    }

    /** Address that HTTP listens on; default 127.0.0.1. */
    public Builder bind(String value) {
      bind = value;
      return this;
    }

    /**
     * Where other instances reach the HTTP API, {@code host:port} or {@code http://host:port};
     * default: bind address and port, unless that is any address of this machine.
     */
    public Builder advertisedUrl(String value) {
      advertisedUrl = value;
      return this;
    }

    /** Who may ask over HTTP; default: everybody who can connect. */
    public Builder access(HttpAccess value) {
      access = value;
      return this;
    }

    /** Series with meters of their own; default 2,000. */
    public Builder maxSeriesMetrics(int value) {
      maxSeriesMetrics = value;
      return this;
    }

    /**
     * State directory; default {@code tailwatch-state} in the system's temporary directory, and
     * there a directory for the port, or for the process where the port is 0.
     */
    public Builder stateDir(Path value) {
      stateDir = value;
      return this;
    }

    /** Instances that keep a copy of the state of each task; default 0. */
    public Builder standbys(int value) {
      standbys = value;
      return this;
    }

    /** Stream threads; default 1. */
    public Builder threads(int value) {
      threads = value;
      return this;
    }

    /** Partitions of created topics; default 8. */
    public Builder partitions(int value) {
      partitions = value;
      return this;
    }

    /** Replicas of created topics; default 1. */
    public Builder replicationFactor(int value) {
      replicationFactor = (short) Math.min(Short.MAX_VALUE, value);
      return this;
    }

    /** {@code exactly_once_v2} (default) or {@code at_least_once}. */
    public Builder processingGuarantee(String value) {
      processingGuarantee = value;
      return this;
    }

    /** How long a series is waited for, and how many are kept; has defaults. */
    public Builder series(SeriesPolicy value) {
      series = value;
      return this;
    }

    /** How long to wait for a broker; default 10 s. */
    public Builder startTimeout(Duration value) {
      startTimeout = value;
      return this;
    }

    /** One Kafka property, passed through untouched. */
    public Builder kafka(String key, String value) {
      kafka.put(key, value);
      return this;
    }

    /** Several Kafka properties, passed through untouched. */
    public Builder kafka(Map<String, String> values) {
      kafka.putAll(values);
      return this;
    }

    private Path defaultStateDir() {
      String instance = port == 0 ? "process-" + ProcessHandle.current().pid() : "port-" + port;
      return Path.of(System.getProperty("java.io.tmpdir"), "tailwatch-state", instance);
    }

    /** The configuration; throws IllegalArgumentException with name, rule and value. */
    public AnalyzerConfig build() {
      return new AnalyzerConfig(
          bootstrapServers,
          topicPrefix,
          outputPrefix.isEmpty() ? topicPrefix : outputPrefix,
          applicationId,
          port,
          bind,
          advertisedUrl,
          access,
          maxSeriesMetrics,
          stateDir == null ? defaultStateDir() : stateDir,
          standbys,
          threads,
          partitions,
          replicationFactor,
          processingGuarantee,
          series,
          startTimeout,
          kafka);
    }
  }
}
