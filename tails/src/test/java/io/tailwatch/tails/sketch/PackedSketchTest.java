// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PackedSketchTest {
  /** The largest mantissa: every low bit is set, so the packed sum grows as fast as it can. */
  private static final float WIDEST = Math.nextDown(1.0625f);

  @ParameterizedTest
  @EnumSource(SketchLayout.class)
  void withoutSamplesItIsEmpty(SketchLayout layout) {
    PackedSketch sketch = new PackedSketch(layout);
    assertThat(sketch.snapshot()).isEqualTo(TailSketch.empty(layout));
    sketch.update(new float[3], 3, 0);
    sketch.update(new double[0], 0, 0);
    sketch.updateFloat32(new byte[0], 0, 0);
    assertThat(sketch.total()).isZero();
  }

  @Test
  void eachKindOfSampleHasItsOwnCount() {
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    double[] samples = {
      1, -1, 0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-40, -1e-45
    };
    sketch.update(samples, 0, samples.length);
    TailSketch snapshot = sketch.snapshot();
    assertThat(snapshot.total()).isEqualTo(9);
    assertThat(snapshot.zeros()).isEqualTo(2);
    assertThat(snapshot.nans()).isEqualTo(1);
    assertThat(snapshot.infinities()).isEqualTo(2);
    assertThat(snapshot.subnormals()).isEqualTo(2);
    assertThat(snapshot.usable()).isEqualTo(4);
    assertThat(snapshot.finite()).isEqualTo(6);
    assertThat(snapshot.bucketCount()).isEqualTo(2);
  }

  @Test
  void doublesBeyondTheRangeOfFloatCountAsWhatTheyRoundTo() {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED);
    sketch.update(1e39);
    sketch.update(-1e300);
    sketch.update(1e-46);
    assertThat(sketch.snapshot().infinities()).isEqualTo(2);
    assertThat(sketch.snapshot().zeros()).isEqualTo(1);
  }

  /** A bucket may hold 2^(40-s) - 1 samples before its mantissa sum could reach its count. */
  @ParameterizedTest
  @CsvSource({"UNSIGNED, 1", "SIGNED, 1", "SIGNED, -1"})
  void oneBucketIsDecodedExactlyAtTheOverflowLimit(SketchLayout layout, int sign) {
    int limit = (1 << 21) - 1;
    float[] samples = new float[limit];
    Arrays.fill(samples, sign * WIDEST);
    PackedSketch sketch = new PackedSketch(layout);
    sketch.update(samples, 0, limit);
    TailSketch snapshot = sketch.snapshot();
    assertThat(snapshot.bucketCount()).isEqualTo(1);
    assertThat(snapshot.count(0)).isEqualTo(limit);
    assertThat(snapshot.mantissaSum(0)).isEqualTo(limit * ((1L << 19) - 1));
  }

  @ParameterizedTest
  @EnumSource(SketchLayout.class)
  void beyondTheLimitItSpillsAndStaysExact(SketchLayout layout) {
    int limit = (1 << 20) - 1;
    float[] samples = new float[limit / 2 + 1];
    Arrays.fill(samples, -WIDEST);
    samples[0] = Float.NaN;
    samples[1] = 0;
    samples[2] = Float.intBitsToFloat(3);
    samples[3] = Float.NEGATIVE_INFINITY;
    byte[] bytes = RawSamples.bytes(samples, 1);
    PackedSketch sketch = new PackedSketch(layout, 3);
    TailSketch sum = TailSketch.empty(layout, 3);
    TailSketch part = RawSamples.sketchAt(3, layout, samples);
    for (int i = 0; i < 5; i++) {
      sketch.update(samples, 0, samples.length);
      sketch.updateFloat32(bytes, 1, samples.length);
      sum = sum.plus(part).plus(part);
    }
    assertThat(sketch.total()).isEqualTo(10L * samples.length).isGreaterThan(4L * limit);
    assertThat(sketch.snapshot()).isEqualTo(sum);
    assertThat(sum.nans()).isEqualTo(10);
    assertThat(sum.subnormals()).isEqualTo(10);
  }

  @Test
  void oneByOneUpdatesSpillToo() {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED, 3);
    int samples = (1 << 20) + 5;
    for (int i = 0; i < samples; i++) {
      sketch.update(WIDEST);
    }
    TailSketch snapshot = sketch.snapshot();
    assertThat(snapshot.count(0)).isEqualTo(samples);
    assertThat(snapshot.mantissaSum(0)).isEqualTo(samples * (long) (0x07ff_ff));
  }

  @Test
  void aLargeSketchIsLoadedIntoTheWideArrays() {
    TailSketch part = RawSamples.sketch(SketchLayout.SIGNED, 1, -2, WIDEST, Float.NaN, 0);
    TailSketch large = part;
    for (int i = 0; i < 20; i++) {
      large = large.plus(large);
    }
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    sketch.load(large);
    assertThat(sketch.snapshot()).isEqualTo(large);
    sketch.update(new float[] {1, -2, WIDEST, Float.NaN, 0}, 0, 5);
    assertThat(sketch.snapshot()).isEqualTo(large.plus(part));
    assertThat(sketch.total()).isEqualTo(large.total() + 5);
  }

  @Test
  void loadRefusesAnotherShapeAndKeepsItsContents() {
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    sketch.update(3);
    assertThatThrownBy(() -> sketch.load(TailSketch.empty(SketchLayout.UNSIGNED)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "sketch must be SIGNED with mantissaBits 4: was TailSketch[UNSIGNED");
    assertThatThrownBy(() -> sketch.load(TailSketch.empty(SketchLayout.SIGNED, 5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(sketch.total()).isEqualTo(1);
  }

  @Test
  void clearForgetsEverything() {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED, 7);
    sketch.update(new double[] {1, Double.NaN, 1e-40, 0, Double.POSITIVE_INFINITY}, 0, 5);
    sketch.clear();
    assertThat(sketch.snapshot()).isEqualTo(TailSketch.empty(SketchLayout.UNSIGNED, 7));
    sketch.update(new double[] {Double.NaN, 1e-45}, 0, 2);
    assertThat(sketch.snapshot().nans()).isEqualTo(1);
    assertThat(sketch.snapshot().subnormals()).isEqualTo(1);
  }

  @Test
  void rangesOutsideTheArrayAreRefusedBeforeAnythingIsCounted() {
    PackedSketch sketch = new PackedSketch(SketchLayout.UNSIGNED);
    assertThatThrownBy(() -> sketch.update(new float[4], 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sketch.update(new double[4], -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sketch.updateFloat32(new byte[11], 4, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sketch.updateFloat32(new byte[11], 0, 1 << 30))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(sketch.total()).isZero();
  }

  @Test
  void resolutionIsBounded() {
    assertThatThrownBy(() -> new PackedSketch(SketchLayout.SIGNED, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mantissaBits must be in [3, 7]: was 8");
    assertThatThrownBy(() -> new PackedSketch(SketchLayout.SIGNED, 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void updatesAllocateNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(11);
    float[] samples = new float[4096];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i % 100 == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    double[] wide = RawSamples.doubles(samples);
    byte[] bytes = RawSamples.bytes(samples, 0);
    PackedSketch sketch = new PackedSketch(SketchLayout.SIGNED);
    long least = Long.MAX_VALUE;
    // The least of several rounds: other code of the test runner may allocate on this thread.
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      sketch.update(samples, 0, samples.length);
      sketch.update(wide, 0, wide.length);
      sketch.updateFloat32(bytes, 0, samples.length);
      sketch.update(1.5);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(samples.length);
  }
}
