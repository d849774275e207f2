// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.query;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.kafka.streams.state.HostInfo;

/** Where other instances reach the HTTP API of this one. */
public final class AdvertisedUrl {
  private static final String RULE = "advertisedUrl must be host:port or http://host:port";

  private AdvertisedUrl() {}

  /**
   * Reads {@code host:port} or {@code http://host:port}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static HostInfo parse(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      boolean bare =
          (uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/"))
              && uri.getQuery() == null
              && uri.getFragment() == null
              && uri.getUserInfo() == null;
      if ("http".equals(uri.getScheme())
          && uri.getHost() != null
          && uri.getPort() > 0
          && uri.getPort() <= 65_535
          && bare) {
        return new HostInfo(withoutBrackets(uri.getHost()), uri.getPort());
      }
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(RULE + ": was " + text, e);
    }
    throw new IllegalArgumentException(RULE + ": was " + text);
  }

  /** The address that HTTP listens on; empty when that is any address of this machine. */
  public static Optional<HostInfo> ofBind(String bind, int port) {
    try {
      return InetAddress.getByName(bind).isAnyLocalAddress()
          ? Optional.empty()
          : Optional.of(new HostInfo(withoutBrackets(bind), port));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** {@code host:port} as it stands in a URL. */
  public static String authority(HostInfo host) {
    String name = host.host().contains(":") ? "[" + host.host() + "]" : host.host();
    return name + ":" + host.port();
  }

  private static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
