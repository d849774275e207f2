// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.sketch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * What must hold for any samples at all, NaN payloads, infinities, subnormals and zeros included:
 * seeded random cases, whose number stands in the message of a failure.
 */
class SketchPropertiesTest {
  private static final int CASES = 300;

  private static final int[] SPECIAL = {
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
    0x7f87_ffff
  };

  @Test
  void everySampleIsCountedOnceWhereItBelongs() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          int mantissaBits = any.mantissaBits();
          float[] samples = any.samples();
          TailSketch sketch = RawSamples.sketchAt(mantissaBits, layout, samples);
          assertThat(NaiveSketch.of(sketch))
              .isEqualTo(new NaiveSketch(layout, mantissaBits, samples));
          assertThat(sketch.total()).isEqualTo(samples.length);
        });
  }

  @Test
  void allInputKindsGiveTheSameSketch() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          int mantissaBits = any.mantissaBits();
          int lead = any.upTo(9);
          float[] samples = any.samples();
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
        });
  }

  @Test
  void anySplitIntoPanesAddsUpToTheWhole() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          float[] samples = any.samples();
          int[] cuts = any.cuts(samples.length);
          TailSketch sum = TailSketch.empty(layout);
          int from = 0;
          for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : samples.length;
            sum = sum.plus(RawSamples.sketch(layout, Arrays.copyOfRange(samples, from, to)));
            from = to;
          }
          assertThat(sum).isEqualTo(RawSamples.sketch(layout, samples));
          assertThat(sum.toBytes()).isEqualTo(RawSamples.sketch(layout, samples).toBytes());
        });
  }

  @Test
  void minusUndoesPlus() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          TailSketch first = RawSamples.sketch(layout, any.samples());
          TailSketch second = RawSamples.sketch(layout, any.samples());
          assertThat(first.plus(second)).isEqualTo(second.plus(first));
          assertThat(first.plus(second).minus(second)).isEqualTo(first).hasSameHashCodeAs(first);
        });
  }

  @Test
  void bytesGiveBackTheSketch() {
    forAll(
        CASES,
        any -> {
          TailSketch sketch = RawSamples.sketchAt(any.mantissaBits(), any.layout(), any.samples());
          assertThat(TailSketch.fromBytes(sketch.toBytes())).isEqualTo(sketch);
        });
  }

  @Test
  void loadingASnapshotContinuesWhereItWasTaken() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          PackedSketch straight = new PackedSketch(layout);
          float[] first = any.samples();
          float[] second = any.samples();
          straight.update(first, 0, first.length);
          PackedSketch restored = new PackedSketch(layout);
          restored.update(7.5);
          restored.load(straight.snapshot());
          assertThat(restored.total()).isEqualTo(first.length);
          straight.update(second, 0, second.length);
          restored.update(second, 0, second.length);
          assertThat(restored.snapshot()).isEqualTo(straight.snapshot());
        });
  }

  /** A snapshot looks first where the samples lay before. */
  @Test
  void snapshotsFollowTheSamplesWhereverTheyCome() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          int mantissaBits = any.mantissaBits();
          PackedSketch packed = new PackedSketch(layout, mantissaBits);
          float[] all = new float[0];
          for (int time = any.upTo(5); time >= 0; time--) {
            float[] samples = any.samplesOfOneScale();
            packed.update(samples, 0, samples.length);
            all = Arrays.copyOf(all, all.length + samples.length);
            System.arraycopy(samples, 0, all, all.length - samples.length, samples.length);
            assertThat(NaiveSketch.of(packed.snapshot()))
                .isEqualTo(new NaiveSketch(layout, mantissaBits, all));
            if (any.random.nextBoolean()) {
              packed.clear();
              all = new float[0];
            }
          }
        });
  }

  @Test
  void theOrderOfSamplesDoesNotMatter() {
    forAll(
        CASES,
        any -> {
          SketchLayout layout = any.layout();
          List<Integer> bits = any.bits();
          List<Integer> shuffled = new ArrayList<>(bits);
          Collections.shuffle(shuffled, any.random);
          assertThat(RawSamples.sketch(layout, RawSamples.floats(shuffled)))
              .isEqualTo(RawSamples.sketch(layout, RawSamples.floats(bits)));
        });
  }

  /** A damaged sketch is refused or is the canonical form of another one; nothing else happens. */
  @Test
  void damagedBytesAreRefusedWithAReason() {
    forAll(
        10 * CASES,
        any -> {
          byte[] bytes = RawSamples.sketch(SketchLayout.SIGNED, any.samples()).toBytes();
          bytes[any.upTo(bytes.length - 1)] = (byte) any.upTo(255);
          try {
            assertThat(TailSketch.fromBytes(bytes).toBytes()).isEqualTo(bytes);
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("not a tail sketch: ");
          }
        });
  }

  private static void forAll(int cases, Consumer<Any> property) {
    for (int seed = 0; seed < cases; seed++) {
      try {
        property.accept(new Any(new Random(seed)));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("case " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  /** Draws the parts of a case. */
  private record Any(Random random) {
    int upTo(int most) {
      return random.nextInt(most + 1);
    }

    SketchLayout layout() {
      return random.nextBoolean() ? SketchLayout.SIGNED : SketchLayout.UNSIGNED;
    }

    int mantissaBits() {
      return 3 + upTo(4);
    }

    float[] samples() {
      return RawSamples.floats(bits());
    }

    float[] samplesOfOneScale() {
      double scale = StrictMath.scalb(1, upTo(270) - 140);
      float[] samples = new float[upTo(20)];
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (random.nextGaussian() * scale);
      }
      return samples;
    }

    /** Up to 120 samples: special values, any bits, and values within a few octaves. */
    List<Integer> bits() {
      int size = upTo(120);
      List<Integer> bits = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        bits.add(
            switch (upTo(6)) {
              case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
              case 1, 2 -> random.nextInt();
              default -> Float.floatToRawIntBits((float) (random.nextGaussian() * 4));
            });
      }
      return bits;
    }

    int[] cuts(int end) {
      return random.ints(upTo(12), 0, end + 1).sorted().toArray();
    }
  }
}
