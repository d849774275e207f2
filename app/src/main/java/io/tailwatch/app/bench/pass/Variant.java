// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Who reads the topic. */
public enum Variant {
  /** A consumer that takes every record and looks at none. */
  RAW("raw", "raw consumer"),
  /** A consumer that decodes, sketches and estimates as the analyzer does, and keeps nothing. */
  CONSUMER("consumer", "consumer, same work"),
  /** The analyzer with its stores and changelogs. */
  AT_LEAST_ONCE("at-least-once", "analyzer, at least once"),
  /** The analyzer with transactions, as it runs by default. */
  EXACTLY_ONCE("exactly-once", "analyzer, exactly once");

  private final String option;
  private final String title;

  Variant(String option, String title) {
    this.option = option;
    this.title = title;
  }

  /**
   * The variant of an option's value.
   *
   * @throws IllegalArgumentException when there is none; the message names all
   */
  public static Variant parse(String text) {
    return Arrays.stream(values())
        .filter(variant -> variant.option.equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(values())
                            .map(Variant::option)
                            .collect(Collectors.joining(", "))
                        + " but was '"
                        + text
                        + "'"));
  }

  /** On the command line and in JSON. */
  public String option() {
    return option;
  }

  /** For tables. */
  public String title() {
    return title;
  }

  /** Whether it is the analyzer, which publishes estimates. */
  public boolean analyzes() {
    return this == AT_LEAST_ONCE || this == EXACTLY_ONCE;
  }

  /** Kafka Streams' word for the delivery of an analyzer. */
  public String guarantee() {
    return this == AT_LEAST_ONCE ? "at_least_once" : "exactly_once_v2";
  }
}
