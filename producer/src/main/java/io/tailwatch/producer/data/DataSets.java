// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The data sets by name: the real ones shipped in this module ({@code concrete}, {@code diabetes};
 * their origin and terms are in {@code ORIGIN.md} beside them) and the synthetic problems {@code
 * P1}–{@code P12}.
 *
 * <p>Real sets come {@linkplain DataSet#standardised() standardised}: features and target with mean
 * 0 and variance 1; their default learning rate has Kesten index 5. Synthetic ones come as the
 * formula gives them. Stateless and thread-safe; every call loads anew.
 */
public final class DataSets {
  private enum Shipped {
    CONCRETE(
        "compressive_strength",
        "concrete strength by mixture and age, 1,030 x 8, I-Cheng Yeh (1998), from modeldata 1.1.0"
            + " (MIT)",
        new Hyperparameters(0.352, 0.1, 8)),
    DIABETES(
        "progression",
        "diabetes progression after one year, 442 x 10, Efron et al. (2004), from scikit-learn"
            + " 1.2.1 (BSD-3-Clause)",
        new Hyperparameters(0.305, 0.1, 8));

    private final String target;
    private final String origin;
    // With a learning rate of Kesten index 5: heavy tails, far from divergence.
    private final Hyperparameters defaults;

    Shipped(String target, String origin, Hyperparameters defaults) {
      this.target = target;
      this.origin = origin;
      this.defaults = defaults;
    }

    private String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private DataSets() {}

  /** All names, real data first. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Shipped shipped : Shipped.values()) {
      names.add(shipped.id());
    }
    names.addAll(SyntheticProblems.names());
    return List.copyOf(names);
  }

  /**
   * Loads a data set by name.
   *
   * @param name one of {@link #names()}, exactly
   * @throws BadDataException if there is none of that name
   */
  public static DataSet named(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new BadDataException(
                    "no data set \"" + name + "\"; there are " + String.join(", ", names())));
  }

  /**
   * Loads a data set by name or, where there is none of that name, from a CSV file, which is then
   * {@linkplain DataSet#standardised() standardised}.
   *
   * @param nameOrFile a name or a path
   * @param targetColumn for files: name or number from 1 of the column to learn; empty means the
   *     last
   * @throws BadDataException if it is neither, or the file cannot be used
   */
  public static DataSet resolve(String nameOrFile, Optional<String> targetColumn) {
    Optional<DataSet> found = find(nameOrFile);
    if (found.isPresent()) {
      return found.get();
    }
    Path path;
    try {
      path = Path.of(nameOrFile);
    } catch (InvalidPathException e) {
      throw new BadDataException(
          "no data set \"" + nameOrFile + "\" and not a path: " + e.getReason(), e);
    }
    if (!Files.exists(path)) {
      throw new BadDataException(
          "no data set and no file \""
              + nameOrFile
              + "\"; give a CSV file or one of "
              + String.join(", ", names()));
    }
    return CsvData.readTable(path).withTarget(targetColumn).standardised();
  }

  private static Optional<DataSet> find(String name) {
    for (Shipped shipped : Shipped.values()) {
      if (shipped.id().equals(name)) {
        return Optional.of(load(shipped));
      }
    }
    return SyntheticProblems.named(name);
  }

  private static DataSet load(Shipped shipped) {
    String file = shipped.id() + ".csv";
    try (InputStream stream = DataSets.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(
            "resource " + file + " is missing from the jar; rebuild it");
      }
      Reader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      DataSet raw = CsvData.parse(file, reader).withTarget(Optional.of(shipped.target));
      return new DataSet(
              shipped.id(),
              raw.featureNames(),
              raw.rows(),
              raw.targets(),
              shipped.origin,
              Optional.of(shipped.defaults))
          .standardised();
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + file + " cannot be read", e);
    }
  }
}
