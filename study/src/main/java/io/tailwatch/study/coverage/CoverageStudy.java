// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.coverage;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Study;
import io.tailwatch.study.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Windows of known processes: how often their intervals hold the population reading, and their
 * index intervals the true index.
 */
public final class CoverageStudy implements Study {
  private static final long POPULATION_SEED = 20261;
  private static final long LONG_SEED = 20262;
  private static final long SHORT_SEED = 20263;

  private record Size(long populationSteps, int longWindows, int shortWindows, int memoryWindows) {
    static Size of(Effort effort) {
      return effort == Effort.FULL
          ? new Size(100_000_000, 1000, 2000, 400)
          : new Size(2_000_000, 40, 80, 10);
    }
  }

  private record ShortWindow(Optional<WindowOutcome> window, DependenceOutcome dependence) {}

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public String question() {
    return "How often do 95 % intervals of dependent series hold what they are about?";
  }

  @Override
  public List<Table> run(Effort effort, Replications replications) {
    Size size = Size.of(effort);
    List<Table> tables = new ArrayList<>(CoverageTables.of(measure(effort, replications)));
    tables.add(
        CoverageTables.memory(
            Memory.measure(size.populationSteps(), size.memoryWindows(), replications)));
    return tables;
  }

  /** One row per process, in the order of {@link Subject#all}. */
  static List<Measured> measure(Effort effort, Replications replications) {
    Size size = Size.of(effort);
    return Subject.all().stream().map(subject -> measure(subject, size, replications)).toList();
  }

  private static Measured measure(Subject subject, Size size, Replications replications) {
    var process = subject.process();
    Population population =
        Population.of(process, size.populationSteps(), POPULATION_SEED, replications);
    List<Setting> longSettings =
        Setting.ALL.stream().filter(setting -> setting.steps() == Setting.LONG).toList();
    List<List<Optional<WindowOutcome>>> longWindows =
        replications.run(
            size.longWindows(),
            LONG_SEED,
            seed -> {
              double[] sample = process.sample(Setting.LONG, seed);
              return longSettings.stream()
                  .map(setting -> WindowOutcome.of(sample, setting.tailFraction(), population))
                  .toList();
            });
    Setting shortSetting = Setting.ALL.get(Setting.ALL.size() - 1);
    List<ShortWindow> shortWindows =
        replications.run(
            size.shortWindows(),
            SHORT_SEED,
            seed -> {
              double[] sample = process.sample(Setting.SHORT, seed);
              return new ShortWindow(
                  WindowOutcome.of(sample, shortSetting.tailFraction(), population),
                  DependenceOutcome.of(sample, population));
            });
    Map<Setting, Measured.Windows> windows = new LinkedHashMap<>();
    for (int i = 0; i < longSettings.size(); i++) {
      int at = i;
      windows.put(
          longSettings.get(i), windows(longWindows.stream().map(list -> list.get(at)).toList()));
    }
    windows.put(shortSetting, windows(shortWindows.stream().map(ShortWindow::window).toList()));
    return new Measured(
        subject, population, windows, shortWindows.stream().map(ShortWindow::dependence).toList());
  }

  private static Measured.Windows windows(List<Optional<WindowOutcome>> outcomes) {
    return new Measured.Windows(
        outcomes.size(), outcomes.stream().flatMap(Optional::stream).toList());
  }
}
