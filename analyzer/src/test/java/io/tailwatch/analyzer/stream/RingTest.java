// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RingTest {
  private final Ring ring = new Ring("ab", 100, 100_000);

  @Test
  void anEmptyRingHasNothing() {
    assertThat(ring.read(1, null)).isNull();
    assertThat(ring.after("ab-0")).isEqualTo(OptionalLong.of(1));
    ring.append(List.of());
    assertThat(ring.read(1, null)).isNull();
  }

  @Test
  void framesFollowEachOtherWithIds() {
    ring.append(List.of(event("a", "1"), event("b", "2")));
    Chunk chunk = ring.read(1, null);
    assertThat(text(chunk))
        .isEqualTo("id: ab-1\nevent: run\ndata: 1\n\n" + "id: ab-2\nevent: run\ndata: 2\n\n");
    assertThat(chunk.next()).isEqualTo(3);
    assertThat(chunk.lost()).isFalse();
    assertThat(ring.read(3, null)).isNull();
    assertThat(text(ring.read(2, null))).isEqualTo("id: ab-2\nevent: run\ndata: 2\n\n");
  }

  @Test
  void aFilterLeavesOutWhatIsOfOthers() {
    ring.append(List.of(event("a", "1"), event("b", "2"), event("b", "3"), event("a", "4")));
    ring.append(List.of(event("b", "5")));
    assertThat(read(1, "a")).containsExactly("1", "4");
    assertThat(read(1, "b")).containsExactly("2", "3", "5");
    assertThat(read(3, "b")).containsExactly("3", "5");
    assertThat(read(1, "none")).isEmpty();
    assertThat(read(1, null)).containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void theOldestGo() {
    for (int i = 1; i <= 500; i++) {
      ring.append(List.of(event("a", "" + i)));
    }
    assertThat(ring.frames()).isEqualTo(100);
    assertThat(ring.after("ab-400")).isEqualTo(OptionalLong.of(401));
    assertThat(ring.after("ab-399")).isEmpty();
    Chunk lost = ring.read(400, null);
    assertThat(lost.lost()).isTrue();
    assertThat(text(lost)).isEqualTo("id: ab-500\nevent: resync\ndata: {}\n\n");
    assertThat(lost.next()).isEqualTo(501);
  }

  @Test
  void bytesAreBoundedToo() {
    String large = "x".repeat(9_000);
    for (int i = 1; i <= 90; i++) {
      ring.append(List.of(event("a", large)));
      assertThat(ring.weight()).isLessThanOrEqualTo(100_000);
    }
    assertThat(ring.frames()).isEqualTo(10);
  }

  @Test
  void oneThatIsTooLargeForAnyBoundIsStillSent() {
    ring.append(List.of(event("a", "x".repeat(200_000))));
    assertThat(ring.read(1, null).bytes().remaining()).isGreaterThan(200_000);
    ring.append(List.of(event("a", "small")));
    assertThat(ring.frames()).isEqualTo(1);
  }

  @Test
  void aTickWithMuchIsCutIntoBlocks() {
    List<StreamEvent> events = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      events.add(event("a", "" + i + " " + "x".repeat(1_000)));
    }
    ring.append(events);
    assertThat(read(1, null)).hasSize(50);
    assertThat(ring.read(1, null).bytes().remaining()).isLessThanOrEqualTo(Ring.BLOCK_BYTES);
  }

  @Test
  void whatWasForgottenIsLostForEverybody() {
    ring.append(List.of(event("a", "1")));
    ring.forget();
    assertThat(ring.read(2, null).lost()).isTrue();
    assertThat(ring.after("ab-1")).isEmpty();
    Chunk resync = ring.resync(false);
    assertThat(ring.read(resync.next(), null)).isNull();
    // Whoever was told so knows an id to come back with.
    assertThat(ring.after("ab-2")).isEqualTo(OptionalLong.of(3));
    ring.append(List.of(event("a", "2")));
    assertThat(read(resync.next(), null)).containsExactly("2");
  }

  @Test
  void foreignIdsAreNotKnown() {
    ring.append(List.of(event("a", "1")));
    for (String id :
        List.of("", "ab", "ab-", "cd-1", "ab-2", "ab--1", "ab-1x", "ab-" + "9".repeat(30))) {
      assertThat(ring.after(id)).as(id).isEmpty();
    }
    assertThat(ring.after("ab-1")).isEqualTo(OptionalLong.of(2));
  }

  private List<String> read(long from, String run) {
    List<String> found = new ArrayList<>();
    long next = from;
    for (Chunk chunk = ring.read(next, run); chunk != null; chunk = ring.read(next, run)) {
      text(chunk)
          .lines()
          .filter(line -> line.startsWith("data: "))
          .map(line -> line.substring("data: ".length()))
          .forEach(found::add);
      next = chunk.next();
    }
    return found;
  }

  private static StreamEvent event(String run, String data) {
    return new StreamEvent("run", run, data.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Chunk chunk) {
    return StandardCharsets.UTF_8.decode(chunk.bytes().duplicate()).toString();
  }
}
