// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.offline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.Cli;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Runs of {@code estimate}, and seeded samples of known laws. */
final class Estimates {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Estimates() {}

  static JsonNode json(double[] sample, String... options) throws IOException {
    List<String> args = new ArrayList<>(List.of("estimate", "--format", "json"));
    args.addAll(List.of(options));
    return parse(new Cli().input(lines(sample)).run(args.toArray(String[]::new)));
  }

  static JsonNode parse(Cli.Result result) throws IOException {
    assertThat(result.code()).as(result.err()).isZero();
    return JSON.readTree(result.out());
  }

  static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> all = node.fieldNames(); all.hasNext(); ) {
      names.add(all.next());
    }
    return names;
  }

  static List<String> codes(JsonNode json) {
    return json.at("/warnings").findValuesAsText("code");
  }

  static String lines(double[] sample) {
    return DoubleStream.of(sample).mapToObj(Double::toString).collect(Collectors.joining("\n"));
  }

  static double[] studentT(int n, int nu) {
    Random random = new Random(20);
    double[] sample = new double[n];
    for (int i = 0; i < n; i++) {
      double chi = 0;
      for (int j = 0; j < nu; j++) {
        double z = random.nextGaussian();
        chi += z * z;
      }
      sample[i] = random.nextGaussian() / Math.sqrt(chi / nu);
    }
    return sample;
  }

  /** Chambers, Mallows and Stuck 1976, symmetric. */
  static double stable(Random random, double alpha) {
    double u = Math.PI * (random.nextDouble() - 0.5);
    double e = -Math.log(1 - random.nextDouble());
    return Math.sin(alpha * u)
        / Math.pow(Math.cos(u), 1 / alpha)
        * Math.pow(Math.cos((1 - alpha) * u) / e, (1 - alpha) / alpha);
  }
}
