// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.doctor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tailwatch.app.cli.Json;
import io.tailwatch.app.live.Wrap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Findings for people and for programs. Stateless. */
final class Report {

  private static final int STATUS_WIDTH = 7;
  private static final String INDENT = " ".repeat(STATUS_WIDTH + 2);

  private Report() {}

  /** Status, check and text; the advice under it. */
  static List<String> lines(Findings findings, int width, Ansi ansi) {
    var lines = new ArrayList<String>();
    for (Finding finding : findings.all()) {
      String status = word(finding.status());
      List<String> wrapped =
          Wrap.lines(INDENT, finding.check() + ": " + finding.text(), width, INDENT);
      lines.add(
          coloured(status, finding.status(), ansi)
              + " ".repeat(INDENT.length() - status.length())
              + wrapped.get(0).substring(INDENT.length()));
      lines.addAll(wrapped.subList(1, wrapped.size()));
      if (!finding.advice().isEmpty()) {
        lines.addAll(Wrap.lines(INDENT + "-> ", finding.advice(), width, INDENT + "   "));
      }
    }
    return lines;
  }

  private static String word(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }

  private static String coloured(String word, Status status, Ansi ansi) {
    String style =
        switch (status) {
          case OK -> "green";
          case WARNING -> "yellow";
          case PROBLEM -> "bold,red";
          case SKIPPED -> "faint";
        };
    return ansi.string("@|" + style + " " + word + "|@");
  }

  static ObjectNode json(Findings findings) {
    ObjectNode node = Json.object();
    for (Status status : Status.values()) {
      node.put(word(status), findings.count(status));
    }
    ArrayNode array = node.putArray("checks");
    for (Finding finding : findings.all()) {
      ObjectNode each = array.addObject();
      each.put("check", finding.check());
      each.put("status", word(finding.status()));
      each.put("text", finding.text());
      if (!finding.advice().isEmpty()) {
        each.put("advice", finding.advice());
      }
    }
    return node;
  }
}
