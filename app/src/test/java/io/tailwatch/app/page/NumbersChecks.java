// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.tailwatch.app.Cli;
import io.tailwatch.app.pipeline.TopicReader;
import io.tailwatch.events.EventSerdes;
import io.tailwatch.events.IterateValues;
import io.tailwatch.events.Topics;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.producer.training.RidgeRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That what the API plots is what {@code tailwatch estimate} finds in the same iterates. */
abstract class NumbersChecks {
  private static final int POINTS = 12;

  /**
   * The sketch knows the logarithms of a bucket by their count, mean and a stated variance. From
   * 100 values on that is good to 5e-5 (the worst of all measured cases), with fewer to what one
   * bucket is wide: its variance term is at most 1/24 of 1/16 squared, of an exceedance of 1/4.
   */
  private static double tolerance(long k) {
    return k >= 100 ? 1e-4 : 1e-3;
  }

  @Test
  void readingsOfTheHillPlotAreThoseOfTheSortedIteratesAtTheSameThresholds(
      Site site, @TempDir Path dir) throws IOException {
    JsonNode hill =
        site.api().json(Site.estimate(Site.FINISHED, "projection") + "/hill?points=" + POINTS);
    assertThat(hill.get("points").size()).isBetween(POINTS - 2, POINTS);
    double[] samples =
        projections(
            site.bootstrapServers(),
            hill.at("/window/firstStep").asLong(),
            hill.at("/window/samples").asInt());
    Path file = dir.resolve("projections.txt");
    Files.writeString(
        file, Arrays.stream(samples).mapToObj(Double::toString).collect(Collectors.joining("\n")));
    for (JsonNode point : hill.get("points")) {
      assertSame(point, exact(file, point.get("u").asText()));
    }
    assertSame(hill.get("chosen"), exact(file, hill.at("/chosen/u").asText()));
  }

  private static void assertSame(JsonNode point, JsonNode exact) {
    assertThat(exact.get("k")).as("k beyond %s", point.get("u")).isEqualTo(point.get("k"));
    double reading = exact.get("index").asDouble();
    assertThat(point.get("reading").asDouble())
        .as("reading beyond %s, k %s", point.get("u"), point.get("k"))
        .isCloseTo(reading, within(tolerance(point.get("k").asLong()) * reading));
  }

  private static JsonNode exact(Path file, String threshold) {
    Cli.Result result =
        new Cli()
            .run(
                "estimate",
                file.toString(),
                "--exact",
                "--quick",
                "--format",
                "json",
                "--threshold",
                threshold);
    assertThat(result.code()).as(result.err()).isZero();
    return Api.parse(result.out()).get("hill");
  }

  /** v1.(x - x_delta) of the published iterates, as anyone could compute it from the topic. */
  private static double[] projections(String bootstrapServers, long firstStep, int count) {
    RidgeRegression regression = Site.regression("P5");
    double[] direction = regression.topDirection();
    double[] centre = regression.minimiser();
    double[] samples = new double[count];
    int found = 0;
    for (IterateBatch batch : batches(bootstrapServers)) {
      double[] values = new double[batch.getSteps() * batch.getDimension()];
      IterateValues.decode(batch.getValues(), batch.getDataType(), values);
      for (int i = 0; i < batch.getSteps(); i++) {
        long place = batch.getFirstStep() + i - firstStep;
        if (place >= 0 && place < count) {
          for (int j = 0; j < direction.length; j++) {
            samples[(int) place] += direction[j] * (values[i * direction.length + j] - centre[j]);
          }
          found++;
        }
      }
    }
    assertThat(found).as("iterates of the window").isEqualTo(count);
    return samples;
  }

  private static List<IterateBatch> batches(String bootstrapServers) {
    return TopicReader.readUntil(
            bootstrapServers,
            Topics.defaults().iterates(),
            EventSerdes.iterateBatch().deserializer(),
            Site.PATIENCE,
            all ->
                all.stream().anyMatch(b -> b.getRun().equals(Site.FINISHED) && b.getEndOfSeries()))
        .stream()
        .filter(batch -> batch.getRun().equals(Site.FINISHED))
        .toList();
  }
}
