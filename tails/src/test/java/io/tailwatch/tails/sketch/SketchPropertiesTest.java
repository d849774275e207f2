// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/**
 * What must hold for any samples at all, NaN payloads, infinities, subnormals and zeros included.
 */
class SketchPropertiesTest {
  private static final int TRIES = 300;

  @Provide
  Arbitrary<List<Integer>> anyBits() {
    Arbitrary<Integer> special =
        Arbitraries.of(
            0,
            0x8000_0000,
            1,
            0x8000_0001,
            0x007f_ffff,
            0x0080_0000,
            0x7f7f_ffff,
            0x7f80_0000,
            0xff80_0000,
            0x7f80_0001,
            0xff80_0001,
            0x7fc0_0000,
            0xffff_ffff,
            0x7f87_ffff);
    Arbitrary<Integer> usual = Arbitraries.floats().map(Float::floatToRawIntBits);
    return Arbitraries.frequencyOf(
            Tuple.of(1, special), Tuple.of(2, Arbitraries.integers()), Tuple.of(4, usual))
        .list()
        .ofMaxSize(120);
  }

  @Property(tries = TRIES, seed = "1")
  void everySampleIsCountedOnceWhereItBelongs(
      @ForAll SketchLayout layout,
      @ForAll @IntRange(min = 3, max = 7) int mantissaBits,
      @ForAll("anyBits") List<Integer> bits) {
    float[] samples = RawSamples.floats(bits);
    TailSketch sketch = RawSamples.sketchAt(mantissaBits, layout, samples);
    assertThat(NaiveSketch.of(sketch)).isEqualTo(new NaiveSketch(layout, mantissaBits, samples));
    assertThat(sketch.total()).isEqualTo(samples.length);
  }

  @Property(tries = TRIES, seed = "2")
  void allInputKindsGiveTheSameSketch(
      @ForAll SketchLayout layout,
      @ForAll @IntRange(min = 3, max = 7) int mantissaBits,
      @ForAll @IntRange(max = 9) int lead,
      @ForAll("anyBits") List<Integer> bits) {
    float[] samples = RawSamples.floats(bits);
    TailSketch expected = RawSamples.sketchAt(mantissaBits, layout, samples);

    PackedSketch fromBytes = new PackedSketch(layout, mantissaBits);
    fromBytes.updateFloat32(RawSamples.bytes(samples, lead), lead, samples.length);
    assertThat(fromBytes.snapshot()).isEqualTo(expected);

    PackedSketch fromDoubles = new PackedSketch(layout, mantissaBits);
    fromDoubles.update(RawSamples.doubles(samples), 0, samples.length);
    assertThat(fromDoubles.snapshot()).isEqualTo(expected);

    PackedSketch oneByOne = new PackedSketch(layout, mantissaBits);
    for (float sample : samples) {
      oneByOne.update(sample);
    }
    assertThat(oneByOne.snapshot()).isEqualTo(expected);
  }

  @Property(tries = TRIES, seed = "3")
  void anySplitIntoPanesAddsUpToTheWhole(
      @ForAll SketchLayout layout,
      @ForAll("anyBits") List<Integer> bits,
      @ForAll List<@IntRange(max = 120) Integer> cuts) {
    float[] samples = RawSamples.floats(bits);
    int[] at = cuts.stream().mapToInt(cut -> Math.min(cut, samples.length)).sorted().toArray();
    TailSketch sum = TailSketch.empty(layout);
    int from = 0;
    for (int i = 0; i <= at.length; i++) {
      int to = i < at.length ? at[i] : samples.length;
      sum = sum.plus(RawSamples.sketch(layout, Arrays.copyOfRange(samples, from, to)));
      from = to;
    }
    assertThat(sum).isEqualTo(RawSamples.sketch(layout, samples));
    assertThat(sum.toBytes()).isEqualTo(RawSamples.sketch(layout, samples).toBytes());
  }

  @Property(tries = TRIES, seed = "4")
  void minusUndoesPlus(
      @ForAll SketchLayout layout,
      @ForAll("anyBits") List<Integer> a,
      @ForAll("anyBits") List<Integer> b) {
    TailSketch first = RawSamples.sketch(layout, RawSamples.floats(a));
    TailSketch second = RawSamples.sketch(layout, RawSamples.floats(b));
    assertThat(first.plus(second)).isEqualTo(second.plus(first));
    assertThat(first.plus(second).minus(second)).isEqualTo(first).hasSameHashCodeAs(first);
  }

  @Property(tries = TRIES, seed = "5")
  void bytesGiveBackTheSketch(
      @ForAll SketchLayout layout,
      @ForAll @IntRange(min = 3, max = 7) int mantissaBits,
      @ForAll("anyBits") List<Integer> bits) {
    TailSketch sketch = RawSamples.sketchAt(mantissaBits, layout, RawSamples.floats(bits));
    assertThat(TailSketch.fromBytes(sketch.toBytes())).isEqualTo(sketch);
  }

  @Property(tries = TRIES, seed = "6")
  void loadingASnapshotContinuesWhereItWasTaken(
      @ForAll SketchLayout layout,
      @ForAll("anyBits") List<Integer> before,
      @ForAll("anyBits") List<Integer> after) {
    PackedSketch straight = new PackedSketch(layout);
    float[] first = RawSamples.floats(before);
    float[] second = RawSamples.floats(after);
    straight.update(first, 0, first.length);
    PackedSketch restored = new PackedSketch(layout);
    restored.update(7.5);
    restored.load(straight.snapshot());
    assertThat(restored.total()).isEqualTo(first.length);
    straight.update(second, 0, second.length);
    restored.update(second, 0, second.length);
    assertThat(restored.snapshot()).isEqualTo(straight.snapshot());
  }

  @Property(tries = TRIES, seed = "7")
  void theOrderOfSamplesDoesNotMatter(
      @ForAll SketchLayout layout, @ForAll("anyBits") List<Integer> bits, @ForAll long seed) {
    List<Integer> shuffled = new ArrayList<>(bits);
    Collections.shuffle(shuffled, new Random(seed));
    assertThat(RawSamples.sketch(layout, RawSamples.floats(shuffled)))
        .isEqualTo(RawSamples.sketch(layout, RawSamples.floats(bits)));
  }

  /** A damaged sketch is refused or is the canonical form of another one; nothing else happens. */
  @Property(tries = 3000, seed = "8")
  void damagedBytesAreRefusedWithAReason(
      @ForAll("anyBits") List<Integer> bits,
      @ForAll @IntRange(max = 2000) int place,
      @ForAll byte value) {
    byte[] bytes = RawSamples.sketch(SketchLayout.SIGNED, RawSamples.floats(bits)).toBytes();
    bytes[place % bytes.length] = value;
    try {
      assertThat(TailSketch.fromBytes(bytes).toBytes()).isEqualTo(bytes);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageStartingWith("not a tail sketch: ");
    }
  }
}
