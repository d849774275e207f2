// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import java.util.HashMap;
import java.util.Map;

/** The broker configuration of a small single node. */
final class BrokerProperties {

  static final String HOST = "127.0.0.1";
  static final String CLIENT_LISTENER = "CLIENT";
  static final String CONTROLLER_LISTENER = "CONTROLLER";

  private BrokerProperties() {}

  static Map<String, String> of(
      int brokerPort, int controllerPort, String dir, Map<String, String> overrides) {
    var p = new HashMap<String, String>();
    p.put("process.roles", "broker,controller");
    p.put("node.id", "1");
    p.put("controller.quorum.voters", "1@" + HOST + ":" + controllerPort);
    String client = CLIENT_LISTENER + "://" + HOST + ":" + brokerPort;
    p.put("listeners", client + "," + CONTROLLER_LISTENER + "://" + HOST + ":" + controllerPort);
    p.put("advertised.listeners", client);
    // Overrides may put TLS and SASL on the clients' listener.
    p.put(
        "listener.security.protocol.map",
        CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
    p.put("controller.listener.names", CONTROLLER_LISTENER);
    p.put("inter.broker.listener.name", CLIENT_LISTENER);
    p.put("log.dirs", dir);

    // One node: every internal topic has one replica, and one partition is plenty.
    p.put("offsets.topic.replication.factor", "1");
    p.put("offsets.topic.num.partitions", "1");
    p.put("transaction.state.log.replication.factor", "1");
    p.put("transaction.state.log.min.isr", "1");
    p.put("transaction.state.log.num.partitions", "1");
    p.put("share.coordinator.state.topic.replication.factor", "1");
    p.put("share.coordinator.state.topic.min.isr", "1");
    p.put("share.coordinator.state.topic.num.partitions", "1");
    p.put("group.initial.rebalance.delay.ms", "0");

    // A mistyped topic must be an error, not a topic with the wrong partitions and retention.
    p.put("auto.create.topics.enable", "false");

    // A demo left running must not fill the disk.
    p.put("log.retention.bytes", Long.toString(1L << 30));
    p.put("log.retention.check.interval.ms", "60000");
    p.put("log.segment.bytes", Integer.toString(64 << 20));

    // The defaults are sized for a server: 128 MiB of heap for the log cleaner alone.
    p.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    p.put("num.network.threads", "2");
    p.put("num.io.threads", "4");

    p.putAll(overrides);
    return p;
  }
}
