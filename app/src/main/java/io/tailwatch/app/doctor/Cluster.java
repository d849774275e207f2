// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.app.cli.KafkaOptions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A cluster that has answered. Every question is answered within {@link #LIMIT}. One thread.
 *
 * @param admin asks it
 * @param id of the cluster
 * @param nodes its brokers
 * @param controller the broker that stands for the controller
 */
record Cluster(Admin admin, String id, List<Node> nodes, Node controller) implements AutoCloseable {

  static final Duration LIMIT = Duration.ofSeconds(10);

  /**
   * Connects.
   *
   * @throws org.apache.kafka.common.KafkaException when nobody answers, or does not let us in
   */
  static Cluster connect(KafkaOptions kafka) throws InterruptedException {
    var properties = new HashMap<String, Object>(kafka.client());
    properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis());
    properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LIMIT.toMillis() / 2);
    Admin admin = Admin.create(properties);
    try {
      DescribeClusterResult cluster = admin.describeCluster(new DescribeClusterOptions());
      Collection<Node> nodes = get(cluster.nodes());
      return new Cluster(
          admin, get(cluster.clusterId()), List.copyOf(nodes), get(cluster.controller()));
    } catch (RuntimeException | InterruptedException e) {
      admin.close(Duration.ZERO);
      throw e;
    }
  }

  /** The answer, or the broker's own exception. */
  static <T> T get(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(LIMIT.toMillis() + 1000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new TimeoutException("no answer within " + LIMIT.toSeconds() + " s", e);
    }
  }

  /** The properties of a broker, those of the first one standing for all. */
  Map<String, String> brokerConfig() throws InterruptedException {
    return config(
        new ConfigResource(ConfigResource.Type.BROKER, Integer.toString(nodes.get(0).id())));
  }

  /** The properties of a topic, defaults included. */
  Map<String, String> topicConfig(String topic) throws InterruptedException {
    return config(new ConfigResource(ConfigResource.Type.TOPIC, topic));
  }

  private Map<String, String> config(ConfigResource resource) throws InterruptedException {
    Config config = get(admin.describeConfigs(List.of(resource)).values().get(resource));
    var values = new HashMap<String, String>();
    config
        .entries()
        .forEach(
            entry -> {
              if (entry.value() != null) {
                values.put(entry.name(), entry.value());
              }
            });
    return values;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
