// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.study.accuracy;

import io.tailwatch.study.Effort;
import io.tailwatch.study.Replications;
import io.tailwatch.study.Study;
import io.tailwatch.study.Table;
import io.tailwatch.study.process.Process;
import io.tailwatch.study.process.Processes;
import io.tailwatch.tails.estimate.hill.TailProfile;
import io.tailwatch.tails.estimate.hill.TailSide;
import io.tailwatch.tails.estimate.threshold.ThresholdRule;
import io.tailwatch.tails.sketch.PackedSketch;
import io.tailwatch.tails.sketch.SketchLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bias and root mean square error of every threshold rule and every second opinion, and how far the
 * rules hop between windows of a series that does not change.
 */
public final class AccuracyStudy implements Study {
  private static final long SAMPLE_SEED = 20265;
  private static final long SERIES_SEED = 20266;

  /** Of the replications one in so many is read by the rules that resample, too. */
  private static final int SLOW_SHARE = 4;

  /**
   * How much is simulated.
   *
   * @param replications by sample size
   * @param series of each process, for the hopping
   * @param windows of each series
   * @param steps of a window
   */
  record Size(
      Map<Integer, Integer> replications,
      List<Process> processes,
      int series,
      int windows,
      int steps) {
    static Size of(Effort effort) {
      if (effort == Effort.SMALL) {
        return new Size(
            Map.of(5000, 16),
            List.of(Processes.pareto(2), Processes.studentT(3), Processes.autoregression(0.9, 3)),
            2,
            12,
            5000);
      }
      Map<Integer, Integer> replications = new LinkedHashMap<>();
      replications.put(5000, 240);
      replications.put(20_000, 120);
      replications.put(100_000, 40);
      return new Size(replications, laws(), 6, 80, 20_000);
    }
  }

  /**
   * The readings of all methods on the samples of one law and one size.
   *
   * @param sketch how far the sketch's index is from the sample's, of the methods that read one
   */
  record Measured(
      Process process,
      int sampleSize,
      Map<String, Scatter> rules,
      Map<String, Scatter> opinions,
      Map<String, SketchError> sketch) {}

  @Override
  public String name() {
    return "accuracy";
  }

  @Override
  public String question() {
    return "What does each threshold rule and each second opinion cost, and which rules hop?";
  }

  static List<Process> laws() {
    return List.of(
        Processes.pareto(2),
        Processes.studentT(2),
        Processes.studentT(3),
        Processes.studentT(4),
        Processes.studentT(5),
        Processes.frechet(2),
        Processes.burr(1, 2),
        Processes.stable(1.7),
        Processes.autoregression(0.9, 3),
        Processes.kesten(2.5, 0.5));
  }

  @Override
  public List<Table> run(Effort effort, Replications replications) {
    Size size = Size.of(effort);
    List<Measured> measured = measure(size, replications);
    int shown = size.replications().containsKey(20_000) ? 20_000 : 5000;
    Map<Process, Map<String, Hop>> hops = new LinkedHashMap<>();
    for (Process process : hoppingProcesses()) {
      hops.put(process, hop(process, size, Readers.thresholdRules(), replications));
    }
    List<Measured> middle = measured.stream().filter(m -> m.sampleSize() == shown).toList();
    return List.of(
        AccuracyTables.errors("rules", measured, Measured::rules),
        AccuracyTables.errors("opinions", measured, Measured::opinions),
        AccuracyTables.exceedances(middle),
        AccuracyTables.sketch(middle),
        AccuracyTables.hopping(hops));
  }

  /** By process, then by sample size. */
  static List<Measured> measure(Size size, Replications replications) {
    List<Measured> all = new ArrayList<>();
    for (Process process : size.processes()) {
      size.replications().forEach((n, count) -> all.add(measure(process, n, count, replications)));
    }
    return all;
  }

  /** What is read off a sample and, by the methods that can, off its sketch. */
  private record Both(
      List<Optional<Reader.Reading>> rules,
      List<Optional<Reader.Reading>> opinions,
      List<Optional<Reader.Reading>> sketchedRules,
      List<Optional<Reader.Reading>> sketchedOpinions) {}

  private static Measured measure(Process process, int n, int count, Replications replications) {
    List<Reader> rules = Readers.rules();
    List<Reader> opinions = Readers.opinions();
    int slowCount = count / SLOW_SHARE;
    List<Both> slowOnes =
        replications.run(slowCount, SAMPLE_SEED + n, seed -> read(process, n, seed, true));
    List<Both> others =
        replications.run(
            count - slowCount, SAMPLE_SEED + n + 1, seed -> read(process, n, seed, false));
    List<Both> both = new ArrayList<>(slowOnes);
    both.addAll(others);
    Map<String, Scatter> ofRules = new LinkedHashMap<>();
    for (int r = 0; r < rules.size(); r++) {
      int at = r;
      int attempts = rules.get(r).slow() ? slowCount : count;
      ofRules.put(
          rules.get(r).name(),
          scatter(both.stream().map(b -> b.rules().get(at)).toList(), attempts, process));
    }
    Map<String, Scatter> ofOpinions = new LinkedHashMap<>();
    for (int r = 0; r < opinions.size(); r++) {
      int at = r;
      ofOpinions.put(
          opinions.get(r).name(),
          scatter(both.stream().map(b -> b.opinions().get(at)).toList(), count, process));
    }
    Map<String, SketchError> ofSketch = new LinkedHashMap<>();
    for (int r = 0; r < rules.size(); r++) {
      int at = r;
      if (!rules.get(r).slow()) {
        ofSketch.put(
            rules.get(r).name(),
            SketchError.of(both, b -> b.rules().get(at), b -> b.sketchedRules().get(at)));
      }
    }
    for (int r = 0; r < opinions.size(); r++) {
      int at = r;
      ofSketch.put(
          opinions.get(r).name(),
          SketchError.of(both, b -> b.opinions().get(at), b -> b.sketchedOpinions().get(at)));
    }
    return new Measured(process, n, ofRules, ofOpinions, ofSketch);
  }

  private static Both read(Process process, int n, long seed, boolean slowOnes) {
    double[] sample = process.sample(n, seed);
    TailProfile profile = TailProfile.of(sample, TailSide.BOTH);
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    sketch.update(sample, 0, n);
    TailProfile sketched = TailProfile.of(sketch.snapshot(), TailSide.BOTH);
    return new Both(
        Readers.read(Readers.rules(), profile, slowOnes),
        Readers.read(Readers.opinions(), profile, slowOnes),
        Readers.read(Readers.rules(), sketched, false),
        Readers.read(Readers.opinions(), sketched, false));
  }

  private static Scatter scatter(
      List<Optional<Reader.Reading>> readings, int attempts, Process process) {
    return Scatter.of(
        readings.stream().flatMap(Optional::stream).toList(),
        attempts,
        process.index().orElseThrow());
  }

  static List<Process> hoppingProcesses() {
    return List.of(
        Processes.studentT(3), Processes.autoregression(0.9, 3), Processes.kesten(2.5, 0.5));
  }

  /**
   * The hopping of one rule, and the alarms that it makes.
   *
   * @param alarms of the default detector, in all
   * @param trustingAlarms of one that trusts the claimed errors, per 1,000 windows
   */
  record Hop(Hopping hopping, int alarms, double trustingAlarms) {}

  /** Of one process by rule. */
  static Map<String, Hop> hop(
      Process process, Size size, List<ThresholdRule> rules, Replications replications) {
    List<List<List<Optional<Hopping.Window>>>> series =
        replications.run(
            size.series(),
            SERIES_SEED,
            seed -> Hopping.read(process, seed, size.steps(), size.windows(), rules));
    Map<String, Hop> hops = new LinkedHashMap<>();
    for (int r = 0; r < rules.size(); r++) {
      int at = r;
      List<List<Hopping.Window>> windows =
          series.stream()
              .map(one -> one.stream().flatMap(window -> window.get(at).stream()).toList())
              .toList();
      int alarms = windows.stream().mapToInt(Hopping::alarms).sum();
      double trusting = windows.stream().mapToInt(Hopping::trustingAlarms).sum();
      Hopping hopping = Hopping.of(windows);
      hops.put(rules.get(r).name(), new Hop(hopping, alarms, 1000 * trusting / hopping.windows()));
    }
    return hops;
  }
}
