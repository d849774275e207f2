// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * Hands Kafka sockets that are already bound, so that a free port is chosen by the system and is
 * ours from that moment: no race between choosing and binding. Thread-safe.
 */
final class PreboundSockets implements ServerSocketFactory, AutoCloseable {

  private final Map<Integer, ServerSocketChannel> bound = new ConcurrentHashMap<>();

  /**
   * Binds a loopback port, 0 for a free one, and returns it.
   *
   * @throws BrokerStartException if the port is taken
   */
  int bind(int port) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open();
    try {
      // Kafka's acceptor selects on it; a blocking socket makes startup hang without an error.
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(BrokerProperties.HOST, port));
    } catch (BindException e) {
      channel.close();
      throw new BrokerStartException(
          "port " + port + " is taken: stop what listens there or choose another --port", e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    int actual = channel.socket().getLocalPort();
    bound.put(actual, channel);
    return actual;
  }

  @Override
  public ServerSocketChannel openServerSocket(
      String listener, InetSocketAddress address, int receiveBuffer, int backlog)
      throws IOException {
    ServerSocketChannel channel = bound.remove(address.getPort());
    return channel != null
        ? channel
        : ServerSocketFactory.INSTANCE.openServerSocket(listener, address, receiveBuffer, backlog);
  }

  /** Closes the sockets that no listener took over. */
  @Override
  public void close() throws IOException {
    for (ServerSocketChannel channel : bound.values()) {
      channel.close();
    }
    bound.clear();
  }
}
