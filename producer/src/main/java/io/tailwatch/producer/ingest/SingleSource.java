// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** One stretch of bytes. */
final class SingleSource implements ByteSource {
  /** Opens the bytes. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final boolean closes;
  private Optional<InputStream> opened = Optional.empty();

  SingleSource(String name, Opener opener, boolean closes) {
    this.name = name;
    this.opener = opener;
    this.closes = closes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<InputStream> next() throws IOException {
    if (opened.isPresent()) {
      return Optional.empty();
    }
    opened = Optional.of(opener.open());
    return opened;
  }

  @Override
  public void close() throws IOException {
    if (closes && opened.isPresent()) {
      opened.get().close();
    }
  }
}
