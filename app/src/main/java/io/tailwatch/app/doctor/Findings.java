// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.Printable;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Collects what checks find, and lets none of them end the others. One thread. */
final class Findings {

  private final List<Finding> all = new ArrayList<>();

  /** What a check does. */
  @FunctionalInterface
  interface Check {
    void run() throws Exception;
  }

  void ok(String check, String text) {
    add(check, Status.OK, text, "");
  }

  void warning(String check, String text, String advice) {
    add(check, Status.WARNING, text, advice);
  }

  void problem(String check, String text, String advice) {
    add(check, Status.PROBLEM, text, advice);
  }

  void skipped(String check, String text) {
    add(check, Status.SKIPPED, text, "");
  }

  private void add(String check, Status status, String text, String advice) {
    all.add(new Finding(check, status, Printable.text(text), Printable.text(advice)));
  }

  /**
   * Runs a check. One that we have no permission for is skipped, whatever else it throws is a
   * problem.
   */
  void look(String check, Check what) {
    try {
      what.run();
    } catch (AuthorizationException e) {
      skipped(check, "cannot look without the permission: " + Failures.reason(e));
    } catch (UnsupportedVersionException e) {
      skipped(check, "the broker is too old to tell: " + Failures.reason(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      skipped(check, "interrupted");
    } catch (Exception e) {
      problem(check, Failures.reason(e), "");
    }
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  long count(Status status) {
    return all.stream().filter(finding -> finding.status() == status).count();
  }
}
