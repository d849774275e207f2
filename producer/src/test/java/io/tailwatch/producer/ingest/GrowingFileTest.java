// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GrowingFileTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path dir;
  private Path file;
  private final RecordingVectors sink = new RecordingVectors();
  private Ingestion ingestion;

  @BeforeEach
  void follow() throws IOException {
    file = Files.writeString(dir.resolve("x.csv"), "a,b\n1,2\n3,");
    ingestion =
        new Ingestion(
                ByteSource.ofGrowingFile(file),
                InputLayout.of(InputFormat.CSV),
                Ingestion.Options.defaults(),
                (type, series) -> sink,
                warning -> {})
            .start();
    awaitVectors(1);
  }

  @AfterEach
  void end() {
    ingestion.close();
  }

  @Test
  void aLineCountsWhenItIsWhole() throws IOException {
    assertThat(sink.vectors()).containsExactly(List.of(1.0, 2.0));
    append("4\n5,6\n");
    awaitVectors(3);
    assertThat(sink.vectors().get(1)).containsExactly(3.0, 4.0);
  }

  @Test
  void aTruncatedFileIsReadFromItsStartAndTheLineThatHadBegunIsNone() throws IOException {
    Files.writeString(file, "b,a\n");
    append("7,8\n");
    awaitVectors(2);
    assertThat(sink.vectors().get(1)).containsExactly(7.0, 8.0);
    assertThat(ingestion.failure()).isEmpty();
  }

  @Test
  void aFileThatIsReplacedIsReadToItsEndAndThenTheNewOne() throws IOException {
    Files.move(file, dir.resolve("x.csv.1"));
    Files.writeString(
        dir.resolve("x.csv.1"), "4\n5,6\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    Path next = Files.writeString(dir.resolve("next"), "a,b\n7,8\n");
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    awaitVectors(4);
    assertThat(sink.vectors().subList(1, 4))
        .containsExactly(List.of(3.0, 4.0), List.of(5.0, 6.0), List.of(7.0, 8.0));
    append("9,10\n");
    awaitVectors(5);
  }

  @Test
  void aStopEndsTheWaitAndDropsTheLineThatHadBegun() throws Exception {
    ingestion.stop();
    assertThat(ingestion.await(SOON)).isTrue();
    assertThat(ingestion.progress().state()).isEqualTo(Ingestion.State.STOPPED);
    assertThat(sink.vectors()).hasSize(1);
    assertThat(ingestion.failure()).isEmpty();
  }

  @Test
  void whatIsNoFileIsRefusedAtOnce() {
    assertThatThrownBy(() -> ByteSource.ofGrowingFile(dir.resolve("none")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> ByteSource.ofGrowingFile(dir))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("is a directory");
    assertThatThrownBy(() -> ByteSource.ofGrowingFile(Path.of("/dev/null")))
        .isInstanceOf(BadDataException.class)
        .hasMessageContaining("not a regular file");
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  private void awaitVectors(int count) {
    await().atMost(SOON).until(() -> sink.vectors().size() == count);
  }
}
