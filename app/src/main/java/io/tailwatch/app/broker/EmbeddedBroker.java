// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import io.tailwatch.app.resource.CloseStack;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.FaultHandlerFactory;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapDirectory;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;

/**
 * A single-node Kafka broker (KRaft, controller and broker combined) in this process.
 *
 * <p>{@link #start} returns when clients can connect, after about 2–5 s; {@link #close} takes under
 * a second, ends all threads and, without a data directory of the caller's, deletes all files. With
 * one, topics and offsets are kept for the next start. Topics are not created on first use. A
 * partition keeps at most 1 GiB, so that a demo left running does not fill a disk.
 *
 * <p>For development, demos and tests: one node, one copy, no authentication, loopback only.
 *
 * <p>Thread-safe: {@code close} may be called from any thread and repeatedly.
 */
public final class EmbeddedBroker implements AutoCloseable {

  private final CloseStack closing = new CloseStack();
  private final AtomicReference<Throwable> fault = new AtomicReference<>();
  private int port;
  private Path directory;

  private EmbeddedBroker() {}

  /**
   * Starts a broker on a free port with a temporary directory.
   *
   * @throws BrokerStartException see {@link #start(BrokerOptions)}
   */
  public static EmbeddedBroker start() {
    return start(BrokerOptions.ephemeral());
  }

  /**
   * Starts a broker.
   *
   * @throws BrokerStartException if the port is taken, the directory cannot be used or is in use by
   *     another broker, or Kafka refuses to start; nothing is left running
   */
  public static EmbeddedBroker start(BrokerOptions options) {
    var broker = new EmbeddedBroker();
    try {
      broker.startServers(options);
      return broker;
    } catch (Exception e) {
      BrokerStartException failure =
          e instanceof BrokerStartException known
              ? known
              : new BrokerStartException(explain(options, e), e);
      broker.closeAfter(failure);
      throw failure;
    } catch (Error e) {
      broker.closeAfter(e);
      throw e;
    }
  }

  private void closeAfter(Throwable failure) {
    try {
      closing.close();
    } catch (IllegalStateException e) {
      failure.addSuppressed(e);
    }
  }

  private void startServers(BrokerOptions options) throws Exception {
    var sockets = new PreboundSockets();
    closing.push(sockets);
    int brokerPort = sockets.bind(options.port());
    int controllerPort = sockets.bind(0);

    DataDirectory data =
        options.dataDir().isPresent()
            ? DataDirectory.kept(options.dataDir().get())
            : DataDirectory.temporary();
    closing.push(data);
    data.format();
    directory = data.path();
    String dir = directory.toString();

    var config =
        new KafkaConfig(
            BrokerProperties.of(brokerPort, controllerPort, dir, options.overrides()), false);
    var meta =
        new MetaPropertiesEnsemble.Loader().addLogDirs(List.of(dir)).addMetadataLogDir(dir).load();
    var voters = Map.of(1, new InetSocketAddress(BrokerProperties.HOST, controllerPort));
    var shared =
        new SharedServer(
            config,
            meta,
            Time.SYSTEM,
            new Metrics(),
            CompletableFuture.completedFuture(voters),
            List.of(),
            faults(),
            sockets);
    var controller =
        new ControllerServer(
            shared, KafkaRaftServer.configSchema(), new BootstrapDirectory(dir).read());
    var server = new BrokerServer(shared);
    // Both are shut down even if only one came up: a controller left behind keeps the JVM alive.
    closing.push(controller::shutdown);
    closing.push((AutoCloseable) server::shutdown);
    controller.startup();
    server.startup();
    port = server.boundPort(ListenerName.normalised(BrokerProperties.CLIENT_LISTENER));
  }

  /** Kafka's own handlers halt the JVM; an embedded broker records the fault instead. */
  private FaultHandlerFactory faults() {
    return (name, fatal, action) ->
        (message, cause) -> {
          var failure = new IllegalStateException(name + ": " + message, cause);
          if (fatal) {
            fault.compareAndSet(null, failure);
          }
          if (action != null) {
            action.run();
          }
          return failure;
        };
  }

  /** What clients connect to, {@code 127.0.0.1:port}. */
  public String bootstrapServers() {
    return BrokerProperties.HOST + ":" + port;
  }

  /** The port of the client listener. */
  public int port() {
    return port;
  }

  /** Where the data are. */
  public Path dataDirectory() {
    return directory;
  }

  /** The first fatal fault inside the broker; empty while it is healthy. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(fault.get());
  }

  /** Stops the broker and, without a data directory of the caller's, deletes its files. */
  @Override
  public void close() {
    closing.close();
  }

  private static String explain(BrokerOptions options, Exception e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    if (e instanceof IOException) {
      String where = options.dataDir().map(Path::toString).orElse("the temporary directory");
      return "cannot use data directory " + where + ": " + reason;
    }
    return "the embedded broker did not start: " + reason.lines().findFirst().orElse("");
  }
}
