// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * Many clients of the stream of events, on one thread. Most read as fast as they can; some read one
 * byte a second. Of the fast ones one is lost in each interval: by turns its connection breaks, or
 * it stays open and nobody reads it any more. Whoever is lost, or let go by the server, is replaced
 * by a new client.
 */
final class StreamClients implements AutoCloseable {
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** The system's least: what lies in buffers has been sent as far as the server can tell. */
  private static final int SMALL_BUFFER = 2_048;

  private static final int LONGEST_LINE = 64;
  private static final long SEED = 20_240_622L;

  private final InetSocketAddress address;
  private final byte[] request;
  private final int fast;
  private final int slow;
  private final long lossNanos;
  private final Selector selector;
  private final Random random = new Random(SEED);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
  private final ByteBuffer one = ByteBuffer.allocateDirect(1);
  private final Set<Client> clients = new HashSet<>();
  private final List<SocketChannel> abandoned = new ArrayList<>();
  private final Counts counts = new Counts();
  private final Thread thread;
  private volatile boolean closing;
  private volatile IOException failure;
  private int lost;

  /** What has happened to all of them. Guarded by itself. */
  private static final class Counts {
    private final TreeMap<String, Integer> statuses = new TreeMap<>();
    private final TreeMap<String, Long> events = new TreeMap<>();
    private int letGo;
  }

  private static final class Client {
    private final SocketChannel channel;
    private final boolean slow;
    private final StringBuilder line = new StringBuilder();

    Client(SocketChannel channel, boolean slow) {
      this.channel = channel;
      this.slow = slow;
    }
  }

  /**
   * Clients that begin at once.
   *
   * @param url base of the API
   * @param losses clients lost in a second
   */
  StreamClients(String url, int fast, int slow, double losses) throws IOException {
    URI uri = URI.create(url);
    address = new InetSocketAddress(uri.getHost(), uri.getPort());
    request =
        ("GET /api/v1/stream HTTP/1.1\r\nHost: "
                + uri.getAuthority()
                + "\r\nAccept: text/event-stream\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    this.fast = fast;
    this.slow = slow;
    lossNanos = (long) (SECOND_NANOS / losses);
    selector = Selector.open();
    thread = new Thread(this::run, "stream-clients");
    thread.start();
  }

  private void run() {
    try {
      long start = System.nanoTime();
      long seconds = 0;
      long losses = 0;
      while (!closing) {
        replace();
        selector.select(this::serve, 20);
        long now = System.nanoTime() - start;
        if (now / SECOND_NANOS > seconds) {
          seconds = now / SECOND_NANOS;
          readSlowly();
        }
        if (now / lossNanos > losses) {
          losses = now / lossNanos;
          lose();
        }
      }
    } catch (IOException e) {
      failure = e;
    } finally {
      closeAll();
    }
  }

  private void replace() throws IOException {
    long slowOnes = clients.stream().filter(client -> client.slow).count();
    for (long i = slowOnes; i < slow; i++) {
      connect(true);
    }
    for (long i = clients.size() - Math.max(slow, slowOnes); i < fast; i++) {
      connect(false);
    }
  }

  private void connect(boolean slowly) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (slowly) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
    }
    // On the loopback a connection is there at once, or refused.
    channel.connect(address);
    channel.configureBlocking(false);
    channel.write(ByteBuffer.wrap(request));
    var client = new Client(channel, slowly);
    clients.add(client);
    if (!slowly) {
      channel.register(selector, SelectionKey.OP_READ, client);
    }
  }

  private void serve(SelectionKey key) {
    Client client = (Client) key.attachment();
    read(client, buffer);
  }

  private void readSlowly() {
    for (Client client : List.copyOf(clients)) {
      if (client.slow) {
        read(client, one);
      }
    }
  }

  private void read(Client client, ByteBuffer into) {
    try {
      into.clear();
      int count = client.channel.read(into);
      if (count < 0) {
        letGo(client);
        return;
      }
      into.flip();
      while (into.hasRemaining()) {
        accept(client, (char) into.get());
      }
    } catch (IOException e) {
      letGo(client);
    }
  }

  private void letGo(Client client) {
    close(client.channel);
    clients.remove(client);
    synchronized (counts) {
      counts.letGo++;
    }
  }

  private void accept(Client client, char next) {
    if (next != '\n') {
      if (client.line.length() < LONGEST_LINE) {
        client.line.append(next);
      }
      return;
    }
    String line = client.line.toString().strip();
    client.line.setLength(0);
    if (line.startsWith("HTTP/1.1 ")) {
      synchronized (counts) {
        counts.statuses.merge(line.substring("HTTP/1.1 ".length()).split(" ")[0], 1, Integer::sum);
      }
    } else if (line.startsWith("event:")) {
      synchronized (counts) {
        counts.events.merge(line.substring("event:".length()).strip(), 1L, Long::sum);
      }
    }
  }

  private void lose() {
    List<Client> candidates = clients.stream().filter(client -> !client.slow).toList();
    if (candidates.isEmpty()) {
      return;
    }
    Client client = candidates.get(random.nextInt(candidates.size()));
    clients.remove(client);
    SelectionKey key = client.channel.keyFor(selector);
    if (key != null) {
      key.cancel();
    }
    if (lost++ % 2 == 0) {
      try {
        // A reset instead of an orderly end.
        client.channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // Then the server was faster.
      }
      close(client.channel);
    } else {
      abandoned.add(client.channel);
    }
  }

  private void closeAll() {
    clients.forEach(client -> close(client.channel));
    abandoned.forEach(StreamClients::close);
    try {
      selector.close();
    } catch (IOException e) {
      // Nothing of it is used any more.
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // Closed is what it should be.
    }
  }

  /** How many connections were answered with each status. */
  TreeMap<String, Integer> statuses() {
    synchronized (counts) {
      return new TreeMap<>(counts.statuses);
    }
  }

  /** How many events of each kind have come to fast clients. */
  TreeMap<String, Long> events() {
    synchronized (counts) {
      return new TreeMap<>(counts.events);
    }
  }

  /** Connections that the server has ended. */
  int letGo() {
    synchronized (counts) {
      return counts.letGo;
    }
  }

  /** All leave; fails when they could not do what they were to do. */
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw new AssertionError("a client could not connect", failure);
    }
  }
}
