// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hosts and ports in settings. */
final class Address {
  // Also without a host, as listeners have it: INTERNAL://:19092.
  private static final Pattern PATTERN =
      Pattern.compile("(?<![\\w.])([a-z][a-z0-9-]*|127\\.0\\.0\\.1|localhost|):(\\d{4,5})\\b");

  private Address() {}

  /** The names of hosts in settings, this machine aside. */
  static List<String> hosts(Collection<String> settings) {
    return settings.stream()
        .flatMap(setting -> PATTERN.matcher(setting).results())
        .map(found -> found.group(1))
        .filter(host -> !host.isEmpty() && !host.equals("127.0.0.1") && !host.equals("localhost"))
        .distinct()
        .toList();
  }

  /**
   * Puts other addresses in their place.
   *
   * @param place of a host (this one: empty, 127.0.0.1 or localhost) and a port
   */
  static String replace(String setting, BiFunction<String, Integer, String> place) {
    Matcher matcher = PATTERN.matcher(setting);
    return matcher.replaceAll(
        found ->
            Matcher.quoteReplacement(
                place.apply(found.group(1), Integer.parseInt(found.group(2)))));
  }
}
