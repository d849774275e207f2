// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.broker;

import org.apache.kafka.server.common.MetadataVersion;

/** What the levels of a cluster's features are called. Stateless. */
public final class KafkaReleases {

  private KafkaReleases() {}

  /** The release that a level of {@code metadata.version} came with, {@code 4.3}. */
  public static String ofMetadata(short level) {
    try {
      return MetadataVersion.fromFeatureLevel(level).shortVersion();
    } catch (IllegalArgumentException e) {
      return "newer than " + MetadataVersion.latestProduction().shortVersion();
    }
  }
}
