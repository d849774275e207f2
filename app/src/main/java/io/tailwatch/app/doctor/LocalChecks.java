// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.analyzer.AnalyzerConfig;
import io.tailwatch.analyzer.query.AdvertisedUrl;
import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Numbers;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** What can be found out without the cluster. */
final class LocalChecks {

  private static final long SMALLEST_HEAP = 240L << 20;
  private static final Duration HTTP_LIMIT = Duration.ofSeconds(2);

  private final AnalyzerConfig config;
  private final Findings findings;

  LocalChecks(AnalyzerConfig config, Findings findings) {
    this.config = config;
    this.findings = findings;
  }

  void run() {
    findings.look("java", this::java);
    findings.look("state-dir", this::stateDir);
    findings.look("port", this::port);
    findings.look("advertised-url", this::advertised);
  }

  private void java() {
    long heap = Runtime.getRuntime().maxMemory();
    String text =
        "Java "
            + Runtime.version()
            + ", heap up to "
            + Numbers.text(heap >> 20)
            + " MB, "
            + Runtime.getRuntime().availableProcessors()
            + " processors";
    if (heap < SMALLEST_HEAP) {
      findings.warning("java", text, "give it 256 MB at least: TAILWATCH_HEAP=256m");
    } else {
      findings.ok("java", text);
    }
  }

  private void stateDir() throws IOException {
    Path dir = config.stateDir();
    String advice = "choose another --state-dir, or make it writable for this user";
    Path existing = dir.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (!Files.isDirectory(existing)) {
      findings.problem("state-dir", existing + " is a file", advice);
    } else if (!Files.isWritable(existing)) {
      findings.problem("state-dir", existing + " cannot be written to", advice);
    } else if (!existing.equals(dir.toAbsolutePath())) {
      findings.ok("state-dir", dir + " can be created");
    } else if (isInUse(dir)) {
      findings.warning(
          "state-dir",
          dir + " is in use by a running analyzer",
          "one more on this machine needs another --state-dir");
    } else {
      Files.delete(Files.createTempFile(dir, "doctor", ""));
      findings.ok("state-dir", dir + " is writable");
    }
  }

  /** Kafka Streams locks a file as long as it runs. */
  private boolean isInUse(Path dir) throws IOException {
    Path lock = dir.resolve(config.applicationId()).resolve(".lock");
    if (!Files.isWritable(lock)) {
      return false;
    }
    try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock free = channel.tryLock()) {
      return free == null;
    } catch (OverlappingFileLockException e) {
      return true;
    }
  }

  private void port() throws InterruptedException {
    String at = config.bind() + ":" + config.port();
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(config.bind()), config.port()));
      findings.ok("port", config.port() == 0 ? at + " takes a free one" : at + " is free");
    } catch (UnknownHostException e) {
      findings.problem("port", "--bind " + config.bind() + " is no address", "correct --bind");
    } catch (BindException e) {
      taken(at, e);
    } catch (IOException e) {
      findings.problem("port", at + ": " + Failures.reason(e), "choose another --port");
    }
  }

  private void taken(String at, BindException reason) throws InterruptedException {
    String host = config.bind().equals("0.0.0.0") ? "127.0.0.1" : config.bind();
    var uri =
        URI.create(
            "http://"
                + (host.contains(":") ? "[" + host + "]" : host)
                + ":"
                + config.port()
                + "/health/ready");
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(HTTP_LIMIT)
              .build()
              .send(
                  HttpRequest.newBuilder(uri).timeout(HTTP_LIMIT).build(),
                  HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200 || answer.statusCode() == 503) {
        findings.ok(
            "port",
            "an analyzer answers at "
                + at
                + " already"
                + (answer.statusCode() == 200 ? ", ready" : ", not ready"));
        return;
      }
    } catch (IOException e) {
      // Not HTTP.
    }
    findings.problem(
        "port",
        at + ": " + Failures.reason(reason),
        "stop what listens there or choose another --port");
  }

  /** Where other instances ask for the plots of windows that this one has. */
  private void advertised() throws IOException {
    if (config.advertisedUrl().isEmpty()) {
      if (AdvertisedUrl.ofBind(config.bind(), config.port()).isEmpty()) {
        findings.warning(
            "advertised-url",
            "none, and --bind " + config.bind() + " is no address of one machine",
            "several instances need --advertised-url HOST:PORT, or plots are answered by one only");
      } else {
        findings.ok("advertised-url", "that of --bind");
      }
      return;
    }
    String host = AdvertisedUrl.parse(config.advertisedUrl()).host();
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      findings.problem(
          "advertised-url", host + " has no address (DNS)", "correct --advertised-url");
      return;
    }
    for (InetAddress address : addresses) {
      if (NetworkInterface.getByInetAddress(address) != null) {
        findings.ok("advertised-url", address.getHostAddress() + " is an address of this machine");
        return;
      }
    }
    findings.warning(
        "advertised-url",
        addresses[0].getHostAddress() + " is no address of this machine",
        "right behind a proxy or a translated address; else correct --advertised-url");
  }
}
