// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tailwatch.app.bench.pass.PassResult;
import io.tailwatch.app.bench.pass.PassTask;
import io.tailwatch.app.bench.pass.PassWorker;
import io.tailwatch.app.bench.pass.Variant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * The process that the passes of one variant run in, one after the other, so that neither heap nor
 * compiled code of another variant have a part in them.
 */
public final class PassProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beyond the limit of the pass itself, which has the better message. */
  private static final int GRACE_SECONDS = 30;

  private final ChildJvm process;

  private PassProcess(ChildJvm process) {
    this.process = process;
  }

  /** Starts the process of a variant. */
  public static PassProcess start(Variant variant, Path directory) throws IOException {
    String name = variant.name().toLowerCase(Locale.ROOT);
    return new PassProcess(ChildJvm.start(name, PassWorker.class, directory));
  }

  /** Runs a pass. */
  public PassResult run(PassTask task) throws InterruptedException {
    try {
      process.send(JSON.writeValueAsString(task));
      Duration limit = Duration.ofSeconds(task.limitSeconds() + GRACE_SECONDS);
      return JSON.readValue(process.receive(limit), PassResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the process of a pass does not speak our JSON", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
