// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * How many records a source node of the Kafka Streams application in this process has taken, from
 * Kafka's own metrics. Not thread-safe.
 */
public final class StreamsProgress {
  private static final String ATTRIBUTE = "records-consumed-total";

  private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
  private final ObjectName pattern;
  private final int partitions;
  private Set<ObjectName> names = Set.of();

  /**
   * Progress of one node of the topology.
   *
   * @param applicationId of the application
   * @param partitions each has a task with a metric of its own
   */
  public StreamsProgress(String applicationId, String node, int partitions) {
    this.partitions = partitions;
    try {
      pattern =
          new ObjectName(
              "kafka.streams:type=stream-topic-metrics,thread-id=%s-*,processor-node-id=%s,*"
                  .formatted(applicationId, node));
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("a node's name needs no quotes: was " + node, e);
    }
  }

  /**
   * Records of all partitions; a task that has not begun counts as none. Less than before says that
   * a task was closed and has begun anew.
   */
  public long records() {
    if (names.size() < partitions) {
      names = beans.queryNames(pattern, null);
    }
    double sum = 0;
    for (ObjectName name : names) {
      try {
        sum += (double) beans.getAttribute(name, ATTRIBUTE);
      } catch (InstanceNotFoundException | AttributeNotFoundException e) {
        // Its task was closed: Kafka takes the attributes away before the bean.
        names = Set.of();
        return 0;
      } catch (JMException e) {
        throw new IllegalStateException("Kafka's metric cannot be read: " + name, e);
      }
    }
    return (long) sum;
  }
}
