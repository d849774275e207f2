// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import static io.tailwatch.app.reliability.FuzzRecord.Expected.COUNTED;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.events.v1.IterateBatch;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Quantity;
import io.tailwatch.events.v1.SeriesDescriptor;
import java.util.Arrays;
import java.util.Random;

/**
 * Records that are odd and within the contract, so that they must be counted. Each ends its series.
 * A function of the random numbers.
 */
final class FuzzGood {
  private static final String[] NAMES = {
    "<img src=x onerror=alert(1)>",
    "\"; DROP TABLE runs; --",
    "a\\nb\\\"c{d=\"e\"} 1",
    "%2F%00%zz",
    "../../etc/passwd",
    "{{7*7}}${jndi:ldap://127.0.0.1/x}",
    "\uD83D\uDD25\uD83D\uDE80 \u202Eright to left",
    "e\u0301\u0301\u0301 \u00DF \uFFFD \uFEFF",
    " leading and trailing ",
    "x".repeat(200),
    "\uD83D\uDE80".repeat(100),
    "a/b/c//",
    "?a=b&c=d#e",
    ".",
    ".."
  };
  private static final double[] VALUES = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0,
    -0.0,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1e-38,
    3.4e38,
    1
  };
  private static final double[] EXTREMES = {
    Double.MIN_VALUE, 1e-300, 1e-9, 1, 1e9, 1e150, Double.MAX_VALUE
  };

  private final Random random;
  private final FuzzBatches batches;
  private final FuzzJson json;

  FuzzGood(Random random) {
    this.random = random;
    this.batches = new FuzzBatches(random, FuzzRecord.SERIES, 0);
    this.json = new FuzzJson(random);
  }

  /** A good record. */
  FuzzRecord next(String run) {
    return switch (random.nextInt(11)) {
      case 0 -> plain("ordinary", batches.any(run).build());
      case 1 -> plain("hostile name of a series", batches.any(run).setSeries(pick(NAMES)).build());
      case 2 -> plain("hostile name of a run", batches.any(run + " " + pick(NAMES)).build());
      case 3 -> plain("values that are none", oddValues(run).build());
      case 4 -> plain("extreme theory", extremeTheory(run).build());
      case 5 -> plain("panes of one step", panes(run, 1).build());
      case 6 -> plain("panes of 100 million steps", panes(run, 100_000_000).build());
      case 7 -> plain("steps near 2^53", lateSteps(run).build());
      case 8 -> unknownFields(run);
      case 9 -> plain("theory of versions to come", theoryToCome(run).build());
      default -> oddJson(run);
    };
  }

  private FuzzRecord plain(String kind, IterateBatch batch) {
    return random.nextBoolean()
        ? FuzzRecord.json(kind, COUNTED, batch, json.write(batch))
        : FuzzRecord.of(kind, COUNTED, batch)
            .contentType(
                random.nextBoolean() ? "application/x-protobuf" : " Application/Protobuf;v=1");
  }

  private IterateBatch.Builder oddValues(String run) {
    int dimension = 1 + random.nextInt(4);
    int steps = 1 + random.nextInt(60);
    double[] values = new double[steps * dimension];
    Arrays.setAll(values, i -> VALUES[random.nextInt(VALUES.length)]);
    return batches
        .values(run)
        .clearSeriesDescriptor()
        .setStepStride(1)
        .setDimension(dimension)
        .setSteps(steps)
        .setDataType(DataType.DATA_TYPE_FLOAT64)
        .setValues(FuzzBatches.encoded(values, DataType.DATA_TYPE_FLOAT64));
  }

  private IterateBatch.Builder extremeTheory(String run) {
    IterateBatch.Builder batch =
        batches.values(run).setQuantity(Quantity.QUANTITY_GRADIENTS).setLearningRate(extreme());
    var descriptor = SeriesDescriptor.newBuilder();
    descriptor.addObservables(Observable.OBSERVABLE_NORM);
    descriptor.getWindowBuilder().setPaneSteps(5 + random.nextInt(10)).setPanes(2);
    descriptor
        .getOptimizerBuilder()
        .setKindValue(1)
        .setLearningRate(extreme())
        .setRidge(random.nextBoolean() ? 0 : extreme())
        .setBatchSize(random.nextBoolean() ? 1 : Integer.MAX_VALUE);
    int eigenvalues = random.nextInt(20) == 0 ? 5000 : 1 + random.nextInt(20);
    double[] spectrum = new double[eigenvalues];
    Arrays.setAll(spectrum, i -> random.nextInt(5) == 0 ? 0 : extreme());
    spectrum[0] = extreme();
    Arrays.sort(spectrum);
    descriptor.getProblemBuilder().setRows(-1L >>> 1).setDimension(eigenvalues);
    for (int i = spectrum.length - 1; i >= 0; i--) {
      descriptor.getProblemBuilder().addEigenvalues(spectrum[i]);
    }
    descriptor
        .getProblemBuilder()
        .getKestenBuilder()
        .setIndex(extreme())
        .setStandardError(extreme())
        .setRepeatBound(extreme())
        .setStatusValue(random.nextInt(9))
        .setLearningRate(extreme());
    return batch.setSeriesDescriptor(descriptor);
  }

  private IterateBatch.Builder theoryToCome(String run) {
    IterateBatch.Builder batch =
        batches.values(run).setQuantity(Quantity.QUANTITY_GRADIENTS).setLearningRate(0.1);
    var descriptor = SeriesDescriptor.newBuilder();
    descriptor
        .getOptimizerBuilder()
        .setKindValue(random.nextInt(3) == 0 ? 9 : 1)
        .setLearningRate(0.1)
        .setBatchSize(4);
    descriptor.getProblemBuilder().setDimension(2).addEigenvalues(1).addEigenvalues(0.5);
    descriptor
        .getProblemBuilder()
        .getKestenBuilder()
        .setIndex(3)
        .setStatusValue(random.nextInt(12))
        .setLearningRate(0.1);
    return batch.setSeriesDescriptor(descriptor);
  }

  private double extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private IterateBatch.Builder panes(String run, int paneSteps) {
    IterateBatch.Builder batch = batches.values(run).setStepStride(1);
    var descriptor = SeriesDescriptor.newBuilder();
    descriptor.getWindowBuilder().setPaneSteps(paneSteps).setPanes(1 + random.nextInt(1024));
    return batch.setSeriesDescriptor(descriptor);
  }

  private IterateBatch.Builder lateSteps(String run) {
    IterateBatch.Builder batch = batches.values(run);
    return batch.setFirstStep((1L << 53) - 200 - random.nextInt(1000));
  }

  private FuzzRecord unknownFields(String run) {
    byte[] noise = new byte[random.nextInt(500)];
    random.nextBytes(noise);
    int number = 100 + random.nextInt(10_000);
    IterateBatch batch = batches.any(run).setUnknownFields(unknown(number, noise)).build();
    return FuzzRecord.of("fields to come", COUNTED, batch).header("x-" + number, noise);
  }

  static UnknownFieldSet unknown(int number, byte[] bytes) {
    return UnknownFieldSet.newBuilder()
        .addField(
            number,
            UnknownFieldSet.Field.newBuilder()
                .addLengthDelimited(ByteString.copyFrom(bytes))
                .build())
        .build();
  }

  private FuzzRecord oddJson(String run) {
    String text =
        "\t{ \"note\": {\"a\": [[[1, null, {\"b\": \"<script>\"}]]]}, \"RUN\": 3,\n"
            + "\"run\":\""
            + run
            + "\",\"series\":\"s\\u002f\\u00df\",\"attempt\":\"2\",\"firstStep\":1e3,"
            + "\"endOfSeries\":true,\"learningRate\":null,"
            + "\"values\":[[1,NaN,\"-Infinity\"],[2,-0.0,1e-40]]}  ";
    IterateBatch named = IterateBatch.newBuilder().setRun(run).setSeries("s/\u00DF").build();
    return FuzzRecord.json("as scripts write it", COUNTED, named, text.getBytes(UTF_8));
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }
}
