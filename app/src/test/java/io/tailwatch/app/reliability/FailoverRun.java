// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import io.tailwatch.events.TopicCreator;
import io.tailwatch.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two analyzers in processes of their own on a cluster of three brokers. They and the brokers are
 * killed, and started again when the estimates go on.
 */
final class FailoverRun implements AutoCloseable {
  static final Topics TOPICS = Topics.defaults();
  static final String APPLICATION = "tailwatch";
  static final int PARTITIONS = TestSize.of(2, 4);
  static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Path dir;
  private final TimeOuts timeOuts;
  private final int standbys;
  private final BrokerCluster cluster;
  private final Group group;
  private final List<Child> analyzers = new ArrayList<>();
  private int children;

  FailoverRun(Path dir, TimeOuts timeOuts, int standbys) throws Exception {
    this.dir = dir;
    this.timeOuts = timeOuts;
    this.standbys = standbys;
    this.cluster = BrokerCluster.start(dir.resolve("brokers"), timeOuts);
    this.group = new Group(cluster.admin(), APPLICATION);
    try {
      TopicCreator.ensure(
          cluster.admin(), TOPICS, PARTITIONS, (short) BrokerCluster.BROKERS, PATIENCE);
      analyzers.add(start());
      analyzers.add(start());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Child start() {
    children++;
    List<String> arguments =
        AnalyzerSettings.arguments(cluster.bootstrapServers(), timeOuts.ofAnalyzers());
    arguments.addAll(
        List.of(
            "--partitions",
            Integer.toString(PARTITIONS),
            "--replication-factor",
            Integer.toString(BrokerCluster.BROKERS),
            "--state-dir",
            dir.resolve("state-" + children).toString(),
            "--kafka",
            "num.standby.replicas=" + standbys));
    return Child.start(dir, "analyzer-" + children, arguments);
  }

  BrokerCluster cluster() {
    return cluster;
  }

  /** Waits until both analyzers work. */
  void awaitBoth() throws Exception {
    group.awaitMembers(2, PATIENCE, this::assertHealthy);
  }

  /** Waits until the analyzers have published all that follows from the iterates. */
  void awaitDrained() throws Exception {
    new Drain(cluster.admin(), cluster.bootstrapServers(), PATIENCE)
        .await(APPLICATION, TOPICS, TOPICS, this::assertHealthy);
  }

  /** One analyzer is killed; the other takes over. */
  Duration loseAnalyzer(int which, Arrivals estimates) throws Exception {
    estimates.mark();
    analyzers.get(which).kill();
    Duration after = estimates.untilAllGoOn(timeOuts.limit());
    analyzers.set(which, start());
    awaitBoth();
    return after;
  }

  /** The broker through which the analyzers share their work ends without taking leave. */
  Duration loseBroker(Arrivals estimates) throws Exception {
    int broker = group.coordinator();
    estimates.mark();
    cluster.kill(broker);
    Duration after = estimates.untilAllGoOn(timeOuts.limit());
    cluster.restart(broker);
    awaitBoth();
    return after;
  }

  /** Both at once. */
  Duration loseBoth(int which, Arrivals estimates) throws Exception {
    int broker = group.coordinator();
    estimates.mark();
    analyzers.get(which).kill();
    cluster.kill(broker);
    Duration after = estimates.untilAllGoOn(timeOuts.limit());
    cluster.restart(broker);
    analyzers.set(which, start());
    awaitBoth();
    return after;
  }

  /** Fails when an analyzer has ended by itself or the cluster has failed. */
  void assertHealthy() {
    cluster.assertHealthy();
    for (Child analyzer : analyzers) {
      if (!analyzer.isAlive()) {
        throw new AssertionError("an analyzer has ended by itself:\n" + analyzer.tail());
      }
    }
  }

  @Override
  public void close() {
    analyzers.forEach(Child::close);
    cluster.close();
  }
}
