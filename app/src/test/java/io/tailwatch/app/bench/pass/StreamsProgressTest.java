// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class StreamsProgressTest {
  private static final String ATTRIBUTE = "records-consumed-total";

  /** A bean whose attributes come and go one by one, as those of Kafka's metrics do. */
  public static final class Metrics implements DynamicMBean {
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
      Double value = values.get(name);
      if (value == null) {
        throw new AttributeNotFoundException(name);
      }
      return value;
    }

    @Override
    public void setAttribute(Attribute attribute) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList getAttributes(String[] names) {
      throw new UnsupportedOperationException();
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(String action, Object[] arguments, String[] signature) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MBeanInfo getMBeanInfo() {
      return new MBeanInfo(Metrics.class.getName(), "", null, null, null, null);
    }
  }

  @Test
  void aTaskThatIsBeingClosedCountsAsOneThatHasNotBegun() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    var name =
        new ObjectName(
            "kafka.streams:type=stream-topic-metrics,thread-id=progress-1,"
                + "processor-node-id=source,task-id=0_0");
    var metrics = new Metrics();
    var progress = new StreamsProgress("progress", "source", 1);
    assertThat(progress.records()).as("before the task").isZero();
    beans.registerMBean(metrics, name);
    try {
      metrics.values.put(ATTRIBUTE, 7.0);
      assertThat(progress.records()).isEqualTo(7);
      metrics.values.clear();
      assertThat(progress.records()).as("without its attribute").isZero();
      metrics.values.put(ATTRIBUTE, 3.0);
      assertThat(progress.records()).as("begun anew").isEqualTo(3);
    } finally {
      beans.unregisterMBean(name);
    }
    assertThat(progress.records()).as("gone").isZero();
  }
}
