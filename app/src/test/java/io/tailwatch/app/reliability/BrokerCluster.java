// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A controller and three brokers in this process, every topic on all of them, two of which must
 * have what is acknowledged. A broker that dies says nothing to the controller, which misses it
 * after its session time-out.
 */
final class BrokerCluster implements AutoCloseable {
  static final int BROKERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final KafkaClusterTestKit cluster;
  private final String bootstrapServers;
  private final Admin admin;

  private BrokerCluster(KafkaClusterTestKit cluster) throws Exception {
    this.cluster = cluster;
    cluster.format();
    cluster.startup();
    cluster.waitForReadyBrokers();
    this.bootstrapServers = cluster.bootstrapServers();
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
  }

  static BrokerCluster start(Path dir, TimeOuts timeOuts) throws Exception {
    // The default is a version that is not released yet.
    var nodes =
        new TestKitNodes.Builder()
            .setBootstrapMetadataVersion(MetadataVersion.latestProduction())
            .setBaseDirectory(Files.createDirectories(dir))
            .setCombined(false)
            .setNumControllerNodes(1)
            .setNumBrokerNodes(BROKERS)
            .build();
    var builder = new KafkaClusterTestKit.Builder(nodes);
    properties(timeOuts).forEach(builder::setConfigProp);
    PrintStream out = System.out;
    // Formatting prints a page.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
    KafkaClusterTestKit kit = builder.build();
    try {
      return new BrokerCluster(kit);
    } catch (Exception e) {
      kit.close();
      throw e;
    } finally {
      System.setOut(out);
    }
  }

  private static Map<String, String> properties(TimeOuts timeOuts) {
    var properties = new TreeMap<String, String>();
    for (String topic : new String[] {"offsets.topic", "transaction.state.log"}) {
      properties.put(topic + ".replication.factor", Integer.toString(BROKERS));
      properties.put(topic + ".num.partitions", "3");
    }
    properties.put("transaction.state.log.min.isr", "2");
    properties.put("min.insync.replicas", "2");
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("auto.create.topics.enable", "false");
    properties.put("controlled.shutdown.enable", "false");
    properties.put("num.network.threads", "2");
    properties.put("num.io.threads", "4");
    properties.putAll(timeOuts.ofBrokers());
    return properties;
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  Admin admin() {
    return admin;
  }

  /** Ends a broker, which takes leave of nobody. */
  void kill(int broker) {
    cluster.brokers().get(broker).shutdown();
  }

  /** Starts a broker that was killed, and waits until it has all partitions. */
  void restart(int broker) throws Exception {
    cluster.brokers().get(broker).startup();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isWhole()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("broker " + broker + " does not catch up");
      }
      Thread.sleep(200);
    }
  }

  private boolean isWhole() throws Exception {
    var names =
        admin
            .listTopics(new ListTopicsOptions().listInternal(true))
            .names()
            .get(30, TimeUnit.SECONDS);
    return admin.describeTopics(names).allTopicNames().get(30, TimeUnit.SECONDS).values().stream()
        .flatMap(topic -> topic.partitions().stream())
        .allMatch(partition -> partition.isr().size() == BROKERS);
  }

  /** Fails when anything in the cluster went wrong that should not. */
  void assertHealthy() {
    Throwable fault = cluster.fatalFaultHandler().firstException();
    if (fault != null) {
      throw new AssertionError("the cluster has failed", fault);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IllegalStateException("the cluster does not close", e);
    }
  }
}
