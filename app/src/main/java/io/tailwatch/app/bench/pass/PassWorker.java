// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.bench.pass;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process that passes run in: a {@link PassTask} as a line of JSON on standard input, a {@link
 * PassResult} as a line on standard output, until the input ends.
 */
public final class PassWorker {
  private PassWorker() {}

  /** Works until standard input ends, or a pass fails. */
  public static void main(String[] args) throws Exception {
    var json = new ObjectMapper();
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      PassResult result = run(json.readValue(line, PassTask.class));
      System.out.println(json.writeValueAsString(result));
    }
  }

  private static PassResult run(PassTask task) throws Exception {
    // What the last pass left behind is not this one's to collect.
    System.gc();
    return task.variant().analyzes() ? new AnalyzerPass(task).run() : new ConsumerPass(task).run();
  }
}
