// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.BadEventException;
import io.tailwatch.events.EventLimits;
import io.tailwatch.events.SeriesKey;
import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Reads vectors on a thread of its own and hands each to a sink as soon as it is complete.
 *
 * <p>It ends at the end of the bytes, on {@link #stop}, or at a record that is bad, unless those
 * are to be left out. The sink is opened when the first vector is there, so that input without one
 * leaves nothing behind. Memory is bounded: one record, and a number for each of at most {@value
 * #MAX_SERIES} series.
 *
 * <p>A read from a pipe cannot be interrupted: after {@link #stop} the thread, a daemon, may stay
 * in it; it hands over nothing more. All methods are thread-safe.
 */
public final class Ingestion implements AutoCloseable {
  /** Most series of one input. */
  public static final int MAX_SERIES = 1024;

  // A queue this full is nearly full; waiting ends as soon as it is less full.
  private static final double NEARLY_FULL = 0.75;
  private static final long WAIT_NANOS = 1_000_000L;

  /** What an ingestion is doing. */
  public enum State {
    /** Reading, or not started. */
    RUNNING,
    /** Everything was read. */
    FINISHED,
    /** Stopped before everything was read. */
    STOPPED,
    /** Ended by bad data; see {@link Ingestion#failure()}. */
    FAILED
  }

  /**
   * What is done with the records.
   *
   * @param firstStep of the first record that does not say its step, in each series
   * @param stride distance to the next one
   * @param waits whether reading waits while the queue of the sink is nearly full, so that nothing
   *     is lost for want of room; else what does not fit is dropped
   * @param skipsBad whether bad records are left out and counted
   */
  public record Options(long firstStep, int stride, boolean waits, boolean skipsBad) {
    /** Checks the ranges. */
    public Options {
      if (firstStep < 0 || firstStep >= EventLimits.END_OF_STEPS) {
        throw new IllegalArgumentException(
            "first step must be at least 0 and below 2^53: was " + firstStep);
      }
      if (stride < 1) {
        throw new IllegalArgumentException("stride must be at least 1: was " + stride);
      }
    }

    /** Steps 0, 1, 2, …; waits; ends at a bad record. */
    public static Options defaults() {
      return new Options(0, 1, true, false);
    }
  }

  /** One series. */
  private static final class Line {
    final int dimension;
    long nextStep;
    boolean begun;

    Line(int dimension, long nextStep) {
      this.dimension = dimension;
      this.nextStep = nextStep;
    }
  }

  private final ByteSource source;
  private final InputLayout layout;
  private final Options options;
  private final VectorSink.Opener opener;
  private final Consumer<String> warnings;
  private final Thread thread;
  private final Map<String, Line> lines = new HashMap<>();
  private Optional<VectorSink> sink = Optional.empty();
  private DataType type = DataType.UNRECOGNIZED;
  private boolean strideTold;
  private volatile State state = State.RUNNING;
  private volatile boolean stopRequested;
  private volatile Optional<RuntimeException> failure = Optional.empty();
  private volatile long vectors;
  private volatile long badRecords;
  private volatile String firstBad = "";
  private volatile int series;
  private volatile int dimension;
  private volatile long firstStep = -1;
  private volatile long lastStep = -1;

  /**
   * Prepares an ingestion; {@link #start} begins it.
   *
   * @param source closed at the end
   * @param layout how to read its bytes
   * @param options what to do with the records
   * @param opener called once, by the thread; the sink is not closed here
   * @param warnings takes sentences for the user, one for each bad record that is left out; called
   *     by the thread
   */
  public Ingestion(
      ByteSource source,
      InputLayout layout,
      Options options,
      VectorSink.Opener opener,
      Consumer<String> warnings) {
    this.source = source;
    this.layout = layout;
    this.options = options;
    this.opener = opener;
    this.warnings = warnings;
    this.thread = new Thread(this::run, "tailwatch-ingest");
    thread.setDaemon(true);
  }

  /** Starts to read; once only. */
  public Ingestion start() {
    thread.start();
    return this;
  }

  /** Asks to end after the record at hand; does not wait. */
  public void stop() {
    stopRequested = true;
    source.stop();
    LockSupport.unpark(thread);
  }

  /** Waits for the end; false if it has not come within the time. */
  public boolean await(Duration timeout) throws InterruptedException {
    // join(0) would wait for ever.
    thread.join(Math.max(1, timeout.toMillis()));
    return !thread.isAlive();
  }

  /** Stops, and waits half a second at most. */
  @Override
  public void close() {
    stop();
    try {
      await(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How far it is. */
  public IngestProgress progress() {
    return new IngestProgress(state, vectors, badRecords, series, dimension, firstStep, lastStep);
  }

  /** Why it failed; empty unless the state is {@link State#FAILED}. */
  public Optional<RuntimeException> failure() {
    return failure;
  }

  private void run() {
    State end = State.FAILED;
    try {
      end = readAll();
    } catch (IOException e) {
      failure =
          Optional.of(
              new BadDataException(source.name() + ": cannot be read: " + e.getMessage(), e));
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    } finally {
      state = end;
    }
  }

  private State readAll() throws IOException {
    try (source) {
      for (Optional<InputStream> stretch = source.next();
          stretch.isPresent() && !stopRequested;
          stretch = source.next()) {
        read(layout.reader(source.name(), stretch.get()));
      }
    }
    if (stopRequested) {
      return State.STOPPED;
    }
    if (vectors == 0) {
      throw new BadDataException(
          source.name()
              + ": holds no vectors"
              + (firstBad.isEmpty()
                  ? ""
                  : "; " + badRecords + " bad records, the first is " + firstBad));
    }
    return State.FINISHED;
  }

  private void read(RecordReader reader) throws IOException {
    var record = new VectorRecord();
    while (!stopRequested) {
      try {
        if (!reader.read(record)) {
          return;
        }
        if (stopRequested) {
          return;
        }
        accept(record, reader);
      } catch (BadRecordException e) {
        if (!options.skipsBad()) {
          throw new BadDataException(e.getMessage(), e);
        }
        if (badRecords == 0) {
          firstBad = e.getMessage();
        }
        badRecords = badRecords + 1;
        warnings.accept("left out: " + e.getMessage());
      } catch (InputCutException e) {
        return;
      }
    }
  }

  private void accept(VectorRecord record, RecordReader reader) throws BadRecordException {
    Line line = lineOf(record, reader);
    long step = record.step == VectorRecord.NO_STEP ? line.nextStep : record.step;
    if (step >= EventLimits.END_OF_STEPS) {
      throw new BadRecordException(reader.place() + ": " + Steps.RULE + ": was " + step);
    }
    DataType exact = reader.dataType();
    if (sink.isEmpty()) {
      sink = Optional.of(opener.open(exact, record.series));
      type = exact;
    } else if (type != exact) {
      throw new BadDataException(
          reader.place() + ": its numbers have another type than those before; publish it apart");
    }
    checkStride(record, reader, line, step);
    publish(record, reader, step, sink.get());
    line.nextStep = step + options.stride();
    line.begun = true;
    if (vectors == 0) {
      firstStep = step;
    }
    lastStep = step;
    dimension = line.dimension;
    series = lines.size();
    vectors = vectors + 1;
  }

  private Line lineOf(VectorRecord record, RecordReader reader) throws BadRecordException {
    int length = record.values.length;
    Line line = lines.get(record.series);
    OptionalInt wanted = line == null ? layout.dimension() : OptionalInt.of(line.dimension);
    if (wanted.isPresent() && wanted.getAsInt() != length) {
      throw new BadRecordException(
          reader.place()
              + ": has "
              + length
              + (length == 1 ? " value" : " values")
              + (line == null
                  ? "; the dimension was said to be " + wanted.getAsInt()
                  : " where the vectors before have "
                      + wanted.getAsInt()
                      + "; fix or remove the record"));
    }
    if (line == null) {
      if (lines.size() == MAX_SERIES) {
        throw new BadRecordException(
            reader.place() + ": is of one series more than " + MAX_SERIES + "; merge some");
      }
      requireName(record, reader);
      line = new Line(length, options.firstStep());
      lines.put(record.series, line);
    }
    return line;
  }

  private static void requireName(VectorRecord record, RecordReader reader)
      throws BadRecordException {
    try {
      if (!record.series.isEmpty()) {
        SeriesKey.of("any", record.series);
      }
    } catch (BadEventException e) {
      throw new BadRecordException(reader.place() + ": " + e.getMessage());
    }
  }

  /** Steps farther apart than the analyzer is told would be gaps to it. */
  private void checkStride(VectorRecord record, RecordReader reader, Line line, long step) {
    if (strideTold || !line.begun || record.step == VectorRecord.NO_STEP) {
      return;
    }
    long distance = step - (line.nextStep - options.stride());
    strideTold = true;
    if (distance > 0 && distance != options.stride()) {
      warnings.accept(
          reader.place()
              + ": steps are "
              + distance
              + " apart, not "
              + options.stride()
              + "; if all are, set the stride to "
              + distance
              + ", or those between count as missing");
    }
  }

  private void publish(VectorRecord record, RecordReader reader, long step, VectorSink target) {
    while (options.waits() && target.queueRatio() >= NEARLY_FULL && !stopRequested) {
      LockSupport.parkNanos(WAIT_NANOS);
    }
    boolean taken = target.publish(record.series, step, record.values, record.learningRate);
    if (!taken && options.waits() && !stopRequested) {
      // There was room, so the reason is one that stays.
      throw new BadDataException(reader.place() + ": cannot be published: " + target.lastError());
    }
  }
}
