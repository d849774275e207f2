// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Damages bytes as wires, disks and wrong programs do. A function of the random numbers. */
final class FuzzMutants {
  /** What was done, and what came of it. */
  record Mutant(String kind, byte[] bytes) {}

  private final Random random;
  private byte[] last = "nothing was before".getBytes(StandardCharsets.UTF_8);

  FuzzMutants(Random random) {
    this.random = random;
  }

  Mutant of(byte[] good) {
    Mutant mutant =
        switch (random.nextInt(7)) {
          case 0, 1 -> new Mutant("bits flipped", flipped(good));
          case 2 -> new Mutant("truncated", Arrays.copyOf(good, random.nextInt(good.length)));
          case 3 -> new Mutant("overwritten", overwritten(good));
          case 4 -> new Mutant("bytes put in", spliced(good, noise(1 + random.nextInt(20)), 0));
          case 5 -> new Mutant("bytes cut out", spliced(good, new byte[0], 1 + random.nextInt(20)));
          default -> new Mutant("two records mixed", mixed(good));
        };
    last = good;
    return mutant;
  }

  private byte[] flipped(byte[] good) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(8); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private byte[] overwritten(byte[] good) {
    byte[] bytes = good.clone();
    int from = random.nextInt(bytes.length);
    byte[] noise = noise(Math.min(bytes.length - from, 1 + random.nextInt(16)));
    System.arraycopy(noise, 0, bytes, from, noise.length);
    return bytes;
  }

  private byte[] spliced(byte[] good, byte[] insert, int cut) {
    int from = random.nextInt(good.length);
    int to = Math.min(good.length, from + cut);
    byte[] bytes = new byte[from + insert.length + good.length - to];
    System.arraycopy(good, 0, bytes, 0, from);
    System.arraycopy(insert, 0, bytes, from, insert.length);
    System.arraycopy(good, to, bytes, from + insert.length, good.length - to);
    return bytes;
  }

  private byte[] mixed(byte[] good) {
    int head = random.nextInt(good.length);
    int tail = random.nextInt(last.length);
    byte[] bytes = Arrays.copyOf(good, head + last.length - tail);
    System.arraycopy(last, tail, bytes, head, last.length - tail);
    return bytes;
  }

  byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
