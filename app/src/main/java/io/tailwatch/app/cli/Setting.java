// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

/**
 * A setting that is in force.
 *
 * @param name of the option without its dashes, or of the Kafka property
 * @param value as text
 * @param source a flag, the name of a variable, the name of a file, or {@code default}
 */
record Setting(String name, String value, String source) {

  static final String DEFAULT = "default";

  /** Safe to print: on one line, and stars where the name sounds like a secret. */
  String line() {
    return Printable.text(name + " = " + Secrets.masked(name, value) + " (" + source + ")");
  }
}
