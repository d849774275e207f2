// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class IngestionTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final InputLayout NDJSON = InputLayout.of(InputFormat.NDJSON);

  private final RecordingVectors sink = new RecordingVectors();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<DataType> opened = new ArrayList<>();

  private Ingestion ingestion(InputLayout layout, Ingestion.Options options, InputStream in) {
    return new Ingestion(
        ByteSource.of("in", in),
        layout,
        options,
        (type, series) -> {
          opened.add(type);
          return sink;
        },
        warnings::add);
  }

  private Ingestion run(InputLayout layout, Ingestion.Options options, String text)
      throws InterruptedException {
    var in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Ingestion ingestion = ingestion(layout, options, in).start();
    assertThat(ingestion.await(SOON)).isTrue();
    return ingestion;
  }

  private static Ingestion.Options skipping() {
    return new Ingestion.Options(0, 1, true, true);
  }

  @Test
  void recordsWithoutAStepAreNumberedInEachSeries() throws Exception {
    Ingestion ingestion =
        run(
            NDJSON,
            new Ingestion.Options(100, 10, true, false),
            """
            [1]
            {"series": "b", "values": [2, 3], "learning_rate": 0.5}
            [4]
            {"series": "b", "values": [5, 6]}
            {"step": 7, "values": [8]}
            [9]
            """);
    assertThat(ingestion.failure()).isEmpty();
    assertThat(sink.labels()).containsExactly("@100", "b@100*0.5", "@110", "b@110", "@7", "@17");
    assertThat(ingestion.progress())
        .isEqualTo(new IngestProgress(Ingestion.State.FINISHED, 6, 0, 2, 1, 100, 17));
    assertThat(opened).containsExactly(DataType.DATA_TYPE_FLOAT64);
  }

  @Test
  void aBadRecordEndsItAndWhatCameBeforeIsPublished() throws Exception {
    Ingestion ingestion = run(NDJSON, Ingestion.Options.defaults(), "[1]\n[x]\n[2]\n");
    assertThat(ingestion.progress().state()).isEqualTo(Ingestion.State.FAILED);
    assertThat(ingestion.failure().orElseThrow())
        .isInstanceOf(BadDataException.class)
        .hasMessageStartingWith("in, line 2, column ");
    assertThat(sink.labels()).containsExactly("@0");
  }

  @Test
  void badRecordsAreLeftOutAndCountedIfAsked() throws Exception {
    Ingestion ingestion =
        run(
            NDJSON,
            skipping(),
            """
            [1]
            [x]
            [2, 3]
            {"series": "a\\u0007b", "values": [1]}
            {"step": 9007199254740992, "values": [1]}
            [4]
            """);
    assertThat(ingestion.failure()).isEmpty();
    assertThat(ingestion.progress().badRecords()).isEqualTo(4);
    assertThat(ingestion.progress().series()).isEqualTo(1);
    assertThat(sink.labels()).containsExactly("@0", "@1");
    assertThat(warnings).hasSize(4).allMatch(warning -> warning.startsWith("left out: in, line "));
    assertThat(warnings.get(1)).contains("has 2 values where the vectors before have 1");
    assertThat(warnings.get(2))
        .contains("series must not hold control characters: had U+0007 at 1");
  }

  @ParameterizedTest
  @CsvSource({"'', in: holds no vectors", "'\n\n', in: holds no vectors"})
  void inputWithoutAVectorIsBadDataAndOpensNothing(String text, String message) throws Exception {
    Ingestion ingestion = run(NDJSON, Ingestion.Options.defaults(), text);
    assertThat(ingestion.failure().orElseThrow()).hasMessage(message);
    assertThat(opened).isEmpty();
  }

  @Test
  void inputOfBadRecordsOnlyIsBadData() throws Exception {
    Ingestion ingestion = run(NDJSON, skipping(), "x\ny\n");
    assertThat(ingestion.failure().orElseThrow())
        .hasMessageStartingWith("in: holds no vectors; 2 bad records, the first is in, line 1");
    assertThat(opened).isEmpty();
  }

  @Test
  void aDimensionThatIsGivenHoldsForTheFirstVectorToo() throws Exception {
    Ingestion ingestion = run(NDJSON.withDimension(3), Ingestion.Options.defaults(), "[1, 2]\n");
    assertThat(ingestion.failure().orElseThrow())
        .hasMessage("in, line 1: has 2 values; the dimension was said to be 3");
  }

  @Test
  void stepsFartherApartThanSaidAreWarnedOfOnce() throws Exception {
    InputLayout steps =
        new InputLayout(
            InputFormat.CSV,
            OptionalInt.empty(),
            List.of(),
            Optional.of("1"),
            Optional.empty(),
            Optional.empty(),
            CsvHeader.AUTO,
            ByteOrder.LITTLE_ENDIAN);
    run(steps, Ingestion.Options.defaults(), "0,1\n10,1\n20,1\n");
    assertThat(warnings)
        .containsExactly(
            "in, line 2: steps are 10 apart, not 1; if all are, set the stride to 10, or those"
                + " between count as missing");
    warnings.clear();
    run(steps, new Ingestion.Options(0, 10, true, false), "0,1\n10,1\n20,1\n");
    assertThat(warnings).isEmpty();
  }

  @Test
  void seriesAreBounded() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i <= Ingestion.MAX_SERIES; i++) {
      text.append("{\"series\": \"s").append(i).append("\", \"values\": [1]}\n");
    }
    Ingestion ingestion = run(NDJSON, skipping(), text.toString());
    assertThat(ingestion.progress().series()).isEqualTo(Ingestion.MAX_SERIES);
    assertThat(ingestion.progress().badRecords()).isEqualTo(1);
  }

  @Test
  void readingWaitsWhileTheQueueIsNearlyFull() throws Exception {
    sink.ratio = 0.8;
    var writer = new PipedOutputStream();
    Ingestion ingestion =
        ingestion(NDJSON, Ingestion.Options.defaults(), new PipedInputStream(writer)).start();
    try (writer) {
      write(writer, "[1]\n[2]\n");
      await().atMost(SOON).until(() -> opened.size() == 1);
      assertThat(sink.vectors()).isEmpty();
      sink.ratio = 0.5;
      await().atMost(SOON).until(() -> sink.vectors().size() == 2);
    }
    assertThat(ingestion.await(SOON)).isTrue();
    assertThat(ingestion.progress().state()).isEqualTo(Ingestion.State.FINISHED);
  }

  @Test
  void withDropReadingNeverWaits() throws Exception {
    sink.ratio = 1;
    sink.takes = false;
    Ingestion ingestion = run(NDJSON, new Ingestion.Options(0, 1, false, false), "[1]\n[2]\n");
    assertThat(ingestion.failure()).isEmpty();
    assertThat(ingestion.progress().vectors()).isEqualTo(2);
  }

  @Test
  void aVectorThatIsRefusedForGoodEndsIt() throws Exception {
    sink.takes = false;
    Ingestion ingestion = run(NDJSON, Ingestion.Options.defaults(), "[1]\n");
    assertThat(ingestion.failure().orElseThrow())
        .hasMessage("in, line 1: cannot be published: the sink is shut");
  }

  @Test
  void aRecordIsHandedOverBeforeTheNextOneComes() throws Exception {
    var writer = new PipedOutputStream();
    Ingestion ingestion =
        ingestion(NDJSON, Ingestion.Options.defaults(), new PipedInputStream(writer)).start();
    try (writer) {
      write(writer, "[1]\n[2");
      await().atMost(SOON).until(() -> sink.vectors().size() == 1);
      write(writer, "]\n");
      await().atMost(SOON).until(() -> sink.vectors().size() == 2);
    }
    assertThat(ingestion.await(SOON)).isTrue();
  }

  @Test
  void aStopIsNotHeldUpByAReadThatDoesNotReturn() throws Exception {
    var never = new CountDownLatch(1);
    var in =
        new InputStream() {
          @Override
          public int read() throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return -1;
          }
        };
    Ingestion ingestion = ingestion(NDJSON, Ingestion.Options.defaults(), in).start();
    ingestion.close();
    assertThat(opened).isEmpty();
    never.countDown();
    assertThat(ingestion.await(SOON)).isTrue();
    // Stopped, though the input held no vectors.
    assertThat(ingestion.progress().state()).isEqualTo(Ingestion.State.STOPPED);
    assertThat(ingestion.failure()).isEmpty();
  }

  @Test
  void anInputThatCannotBeReadIsBadData() throws Exception {
    var broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Input/output error");
          }
        };
    Ingestion ingestion = ingestion(NDJSON, Ingestion.Options.defaults(), broken).start();
    assertThat(ingestion.await(SOON)).isTrue();
    assertThat(ingestion.failure().orElseThrow())
        .isInstanceOf(BadDataException.class)
        .hasMessage("in: cannot be read: Input/output error");
  }

  @Test
  void whatASinkCannotOpenIsPassedOn() throws Exception {
    var in = new ByteArrayInputStream("[1]\n".getBytes(StandardCharsets.UTF_8));
    Ingestion ingestion =
        new Ingestion(
                ByteSource.of("in", in),
                NDJSON,
                Ingestion.Options.defaults(),
                (type, series) -> {
                  throw new IllegalStateException("no sink");
                },
                warnings::add)
            .start();
    assertThat(ingestion.await(SOON)).isTrue();
    assertThat(ingestion.failure().orElseThrow()).hasMessage("no sink");
  }

  @Test
  void aFileIsReadFromItsBeginningToItsEnd(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("x.ndjson"), "[1]\n[2]");
    Ingestion ingestion =
        new Ingestion(
                ByteSource.ofFile(file),
                NDJSON,
                Ingestion.Options.defaults(),
                (type, series) -> sink,
                warnings::add)
            .start();
    assertThat(ingestion.await(SOON)).isTrue();
    assertThat(sink.vectors()).hasSize(2);
  }

  @Test
  void rangesAreChecked() {
    assertThatThrownBy(() -> new Ingestion.Options(-1, 1, true, false))
        .hasMessage("first step must be at least 0 and below 2^53: was -1");
    assertThatThrownBy(() -> new Ingestion.Options(0, 0, true, false))
        .hasMessage("stride must be at least 1: was 0");
    assertThatThrownBy(() -> NDJSON.withDimension(0))
        .hasMessage("dimension must be in [1, 1048576]: was 0");
  }

  @ParameterizedTest
  @CsvSource({
    "a.ndjson, NDJSON",
    "a.b.JSONL, NDJSON",
    "a.csv, CSV",
    "a.tsv, CSV",
    "a.txt, CSV",
    "a.f32, F32",
    "a.f64, F64",
    "a.npy, NPY",
    "a.bin, ",
    "csv., ",
    "-, "
  })
  void theNameOfAFileTellsItsFormat(String name, InputFormat format) {
    assertThat(InputFormat.ofFileName(name)).isEqualTo(Optional.ofNullable(format));
  }

  private static void write(PipedOutputStream writer, String text) throws IOException {
    writer.write(text.getBytes(StandardCharsets.UTF_8));
    writer.flush();
  }
}
