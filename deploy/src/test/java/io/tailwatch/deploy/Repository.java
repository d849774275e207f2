// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tree that is tested. */
final class Repository {
  /** Its top. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Repository() {}

  static String text(String path) {
    try {
      return Files.readString(ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version in the root pom. */
  static String version() {
    Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(text("pom.xml"));
    if (!version.find()) {
      throw new AssertionError("no version in pom.xml");
    }
    return version.group(1);
  }

  /** The value of a property of the root pom. */
  static String property(String name) {
    Matcher value =
        Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</").matcher(text("pom.xml"));
    if (!value.find()) {
      throw new AssertionError("no property " + name + " in pom.xml");
    }
    return value.group(1);
  }
}
