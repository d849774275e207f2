// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TailSketchTest {
  /**
   * Format 1 of the samples 1, 1.5, -3.03125, 0, NaN at m = 4: header and special counts, 3
   * buckets. Released bytes must stay readable.
   */
  private static final String GOLDEN =
      "018401000001" + "03" + "f00f0100" + "070100" + "8f2001808008";

  @Test
  void goldenBytesOfFormatOneStayReadable() {
    TailSketch sketch = RawSamples.sketch(SketchLayout.SIGNED, 1, 1.5f, -3.03125f, 0, Float.NaN);
    assertThat(HexFormat.of().formatHex(sketch.toBytes())).isEqualTo(GOLDEN);
    assertThat(TailSketch.fromBytes(HexFormat.of().parseHex(GOLDEN))).isEqualTo(sketch);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                       | it ends after 0 bytes",
        "02040000000000           | version must be 1: was 2",
        "01090000000000           | mantissaBits must be in [3, 7]: was 9",
        "0104000000               | it ends after 5 bytes",
        "01040000000000ff         | 1 bytes are left over",
        "0104800000000000         | a number ends in a needless zero before byte 4",
        "0104ffffffffffffffffff01 | a number is longer than 9 bytes before byte 11",
        "0104ffffffffffffffff7f00 | count must be at most 4398046511104: was 9223372036854775807",
        "0104000000000101         | bucket count must fit the 1 bytes left: was 1",
        "01040000000001000100     | bucket must be one of normal samples: was 0",
        "01040000000001f01f0100   | bucket must be one of normal samples: was 4080",
        "01040000000001ffffff7f0100 | bucket must be one of normal samples: was 4096",
        "01040000000001f0070000   | count must be positive: was 0 in bucket 1008",
        "01040000000001f00701808020 | mantissa sum must be at most 524287 in bucket 1008: was"
            + " 524288",
      })
  void malformedBytesAreRefusedWithTheReason(String hex, String reason) {
    assertThatThrownBy(() -> TailSketch.fromBytes(HexFormat.of().parseHex(hex)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a tail sketch: " + reason);
  }

  @Test
  void aHugeDeclaredBucketCountAllocatesNothing() {
    byte[] bytes = HexFormat.of().parseHex("010400000000ffffffffffffff7f");
    assertThatThrownBy(() -> TailSketch.fromBytes(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bucket count must fit");
  }

  @Test
  void aTotalThatCouldOverflowIsRefused() {
    TailSketch sketch = RawSamples.sketch(SketchLayout.UNSIGNED, Math.nextDown(1.0625f));
    for (int i = 0; i < 42; i++) {
      sketch = sketch.plus(sketch);
    }
    assertThat(sketch.total()).isEqualTo(TailSketch.MAX_TOTAL);
    assertThat(sketch.mantissaSum(0)).isEqualTo((1L << 42) * ((1L << 19) - 1));
    TailSketch full = sketch;
    assertThatThrownBy(() -> full.plus(full))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("total must be at most 4398046511104 samples: was 8796093022208");
    assertThat(TailSketch.fromBytes(full.toBytes())).isEqualTo(full);
  }

  @Test
  void sketchesOfAnotherShapeDoNotMix() {
    TailSketch signed = TailSketch.empty(SketchLayout.SIGNED);
    assertThatThrownBy(() -> signed.plus(TailSketch.empty(SketchLayout.UNSIGNED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("sketches must have the same layout and mantissaBits: were ");
    assertThatThrownBy(() -> signed.minus(TailSketch.empty(SketchLayout.SIGNED, 5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasNeverAddedCannotBeSubtracted() {
    TailSketch one = RawSamples.sketch(SketchLayout.UNSIGNED, 1);
    for (float other : new float[] {2, 1.03f, 0, Float.NaN}) {
      TailSketch stranger = RawSamples.sketch(SketchLayout.UNSIGNED, other);
      assertThatThrownBy(() -> one.minus(stranger))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the subtracted sketch must be a part of this one");
    }
    // Counts that fit, but a mantissa sum left over that no remaining sample could have.
    TailSketch high = RawSamples.sketch(SketchLayout.UNSIGNED, 1.06f, 1.06f);
    assertThatThrownBy(() -> high.minus(one)).isInstanceOf(IllegalArgumentException.class);
    TailSketch higher = RawSamples.sketch(SketchLayout.UNSIGNED, 1.03f);
    assertThatThrownBy(() -> higher.minus(one)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void differentContentsAreNotEqual() {
    TailSketch sketch = RawSamples.sketch(SketchLayout.SIGNED, 1, 2);
    assertThat(sketch).isNotEqualTo(RawSamples.sketch(SketchLayout.SIGNED, 1, -2));
    assertThat(sketch).isNotEqualTo(RawSamples.sketch(SketchLayout.SIGNED, 1, 2.0001f));
    assertThat(sketch).isNotEqualTo(RawSamples.sketch(SketchLayout.SIGNED, 1, 2, 0));
    assertThat(sketch).isNotEqualTo(RawSamples.sketch(SketchLayout.UNSIGNED, 1, 2));
    assertThat(sketch).isNotEqualTo(RawSamples.sketchAt(5, SketchLayout.SIGNED, 1, 2));
  }

  /** The sizes of a Student-t(3) sample; a bucket takes 6 to 7 bytes. */
  @ParameterizedTest
  @CsvSource({"65536, 1800", "1048576, 3000"})
  void bytesStaySmall(int n, int limit) {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED);
    Random random = new Random(5);
    for (int i = 0; i < n; i++) {
      double g = random.nextGaussian();
      double chi = Math.pow(random.nextGaussian(), 2) + Math.pow(random.nextGaussian(), 2);
      sketch.update(g / Math.sqrt((chi + Math.pow(random.nextGaussian(), 2)) / 3));
    }
    assertThat(sketch.snapshot().toBytes()).hasSizeLessThan(limit);
  }

  @ParameterizedTest
  @EnumSource(SketchLayout.class)
  void quantileOfNothingIsUndefined(SketchLayout layout) {
    assertThat(TailSketch.empty(layout).quantile(0.5)).isEmpty();
    assertThat(RawSamples.sketch(layout, Float.NaN, Float.POSITIVE_INFINITY).quantile(0.5))
        .isEmpty();
  }

  @Test
  void quantilesRunFromTheMostNegativeSampleUp() {
    TailSketch sketch =
        RawSamples.sketch(SketchLayout.SIGNED, 5, -100, 0, -2.5f, 1e-40f, 40, Float.NaN);
    assertThat(sketch.quantile(0)).hasValue(-100);
    assertThat(sketch.quantile(0.2)).hasValue(-2.5);
    assertThat(sketch.quantile(0.4)).hasValue(0);
    assertThat(sketch.quantile(0.6)).hasValue(0);
    assertThat(sketch.quantile(0.8)).hasValue(5);
    assertThat(sketch.quantile(1)).hasValue(40);
  }

  @Test
  void quantilesOfAnUnsignedSketchAreOfTheSizes() {
    TailSketch sketch = RawSamples.sketch(SketchLayout.UNSIGNED, -100, 0, 5);
    assertThat(sketch.quantile(0.5)).hasValue(5);
    assertThat(sketch.quantile(1)).hasValue(100);
  }

  /** A sixth of the widest bucket, 6.25 %: near p = 0.999 a bucket holds only a few samples. */
  @Test
  void quantilesAreCloseToThoseOfTheSortedSample() {
    Random random = new Random(3);
    float[] samples = new float[20_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) random.nextGaussian();
    }
    TailSketch sketch = RawSamples.sketch(SketchLayout.SIGNED, samples);
    Arrays.sort(samples);
    for (double p : new double[] {0.001, 0.01, 0.1, 0.3, 0.5, 0.7, 0.95, 0.999}) {
      double expected = samples[(int) Math.round(p * (samples.length - 1))];
      assertThat(sketch.quantile(p).getAsDouble())
          .as("p = %s", p)
          .isCloseTo(expected, within(0.01 * Math.abs(expected) + 0.001));
    }
  }

  @Test
  void quantilesAreMonotonic() {
    TailSketch sketch =
        RawSamples.sketch(SketchLayout.SIGNED, -3, -3.01f, -2.9f, 0, 1, 1.01f, 1.05f, 1.06f, 7);
    double last = Double.NEGATIVE_INFINITY;
    for (double p = 0; p <= 1; p += 1.0 / 256) {
      double next = sketch.quantile(p).getAsDouble();
      assertThat(next).isGreaterThanOrEqualTo(last);
      last = next;
    }
  }

  @Test
  void quantileChecksItsArgument() {
    assertThatThrownBy(() -> TailSketch.empty(SketchLayout.SIGNED).quantile(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p must be in [0, 1]: was NaN");
  }
}
