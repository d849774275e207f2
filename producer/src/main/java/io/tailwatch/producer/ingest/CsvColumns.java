// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.producer.data.BadDataException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which fields of a line are what. Immutable.
 *
 * @param values indices of the fields that make up the vector, in its order
 * @param step index of the field with the step
 * @param learningRate index of the field with the learning rate
 */
record CsvColumns(int[] values, OptionalInt step, OptionalInt learningRate) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,7})-(\\d{1,7})");
  private static final int LISTED = 20;

  /**
   * Finds what the layout asks for.
   *
   * @param source for messages
   * @param layout by name, number from 1, or range of numbers
   * @param names of all columns; {@code 1, 2, …} where there is no header
   * @throws BadDataException if there is no such column, or none is left for the vector
   */
  static CsvColumns of(String source, InputLayout layout, List<String> names) {
    OptionalInt step = optional(source, layout.stepColumn(), names);
    OptionalInt rate = optional(source, layout.learningRateColumn(), names);
    List<Integer> values = new ArrayList<>();
    if (layout.columns().isEmpty()) {
      for (int i = 0; i < names.size(); i++) {
        if (step.orElse(-1) != i && rate.orElse(-1) != i) {
          values.add(i);
        }
      }
    }
    for (String wanted : layout.columns()) {
      addAll(source, wanted, names, values);
    }
    if (values.isEmpty()) {
      throw new BadDataException(source + ": no column is left for the vector; choose some");
    }
    return new CsvColumns(values.stream().mapToInt(i -> i).toArray(), step, rate);
  }

  private static OptionalInt optional(String source, Optional<String> wanted, List<String> names) {
    return wanted.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(indexOf(source, wanted.get(), names));
  }

  private static void addAll(
      String source, String wanted, List<String> names, List<Integer> values) {
    Matcher range = RANGE.matcher(wanted);
    if (names.contains(wanted) || !range.matches()) {
      values.add(indexOf(source, wanted, names));
      return;
    }
    int first = Integer.parseInt(range.group(1));
    int last = Integer.parseInt(range.group(2));
    if (first < 1 || first > last || last > names.size()) {
      throw missing(source, wanted, names);
    }
    for (int number = first; number <= last; number++) {
      values.add(number - 1);
    }
  }

  private static int indexOf(String source, String wanted, List<String> names) {
    int byName = names.indexOf(wanted);
    if (byName >= 0) {
      if (Collections.frequency(names, wanted) > 1) {
        throw new BadDataException(
            source + ": there are several columns \"" + wanted + "\"; give the number of one");
      }
      return byName;
    }
    if (wanted.matches("\\d{1,7}")) {
      int number = Integer.parseInt(wanted);
      if (number >= 1 && number <= names.size()) {
        return number - 1;
      }
    }
    throw missing(source, wanted, names);
  }

  private static BadDataException missing(String source, String wanted, List<String> names) {
    String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
    return new BadDataException(
        source
            + ": there is no column \""
            + NumberText.shown(wanted)
            + "\"; columns are "
            + listed
            + (names.size() > LISTED ? ", … (" + names.size() + ")" : ""));
  }
}
