// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import java.util.regex.Pattern;

/** Hides what must not be printed. Stateless. */
public final class Secrets {

  static final String MASK = "****";

  /** Names that sound like a secret, of plug-ins' properties too, which Kafka does not know. */
  private static final Pattern SUSPECT =
      Pattern.compile(
          "password|passphrase|secret|token|jaas|credential|private|key|auth|user\\.?info|certificate",
          Pattern.CASE_INSENSITIVE);

  /** A name and a password within an address. */
  private static final Pattern IN_ADDRESS = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  private Secrets() {}

  /**
   * The value of a Kafka property or an option, or stars. Of properties that Kafka's clients know,
   * they say themselves which are secret; of others the name decides, when in doubt against
   * showing. Where a secret is kept is none.
   */
  public static String masked(String name, String value) {
    boolean secret =
        KafkaNames.isKnown(name)
            ? KafkaNames.isPassword(name)
            : SUSPECT.matcher(name).find() && !name.endsWith("-file");
    return secret ? MASK : IN_ADDRESS.matcher(value).replaceAll(MASK);
  }
}
