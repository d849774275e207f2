// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.app.cli.Failures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;

/** Whether somebody listens behind an address. Says nothing of Kafka. */
final class AddressCheck {

  private static final Duration LIMIT = Duration.ofSeconds(3);

  private final Findings findings;

  AddressCheck(Findings findings) {
    this.findings = findings;
  }

  /** The brokers to begin with; whether any of them can be reached. */
  boolean bootstrap(String servers) {
    boolean any = false;
    for (String server : servers.split(",")) {
      String address = server.strip();
      int colon = address.lastIndexOf(':');
      String port = address.substring(colon + 1);
      if (colon < 1 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
        findings.problem("address " + address, "is not host:port", "correct --bootstrap-servers");
        continue;
      }
      String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
      any |=
          look(
              "address " + address,
              host,
              Integer.parseInt(port),
              "correct --bootstrap-servers, start the broker, or open the firewall");
    }
    return any;
  }

  /** One address; whether it can be reached. */
  boolean look(String check, String host, int port, String advice) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      findings.problem(check, host + " has no address (DNS)", advice);
      return false;
    }
    String reason = "";
    for (InetAddress address : addresses) {
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, port), (int) LIMIT.toMillis());
        findings.ok(check, address.getHostAddress() + " accepts connections");
        return true;
      } catch (IOException e) {
        reason = address.getHostAddress() + ": " + Failures.reason(e);
      }
    }
    findings.problem(check, "cannot be reached (" + reason + ")", advice);
    return false;
  }
}
