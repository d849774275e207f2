// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The instructions of a Dockerfile.
 *
 * @param stages one for each FROM, which it begins with
 */
record Dockerfile(List<List<Instruction>> stages) {

  /** The one that is tested. */
  static final String NAME = "Dockerfile";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One instruction.
   *
   * @param name in capitals
   * @param arguments the rest of its lines, joined
   */
  record Instruction(String name, String arguments) {}

  static Dockerfile read() {
    return parse(Repository.text(NAME));
  }

  static Dockerfile parse(String text) {
    String joined = text.replaceAll("(?m)^\\s*#.*\n", "").replaceAll("\\\\\n\\s*", "");
    var stages = new ArrayList<List<Instruction>>();
    for (String line : joined.lines().filter(line -> !line.isBlank()).toList()) {
      String[] parts = line.strip().split("\\s+", 2);
      if (parts[0].equals("FROM")) {
        stages.add(new ArrayList<>());
      }
      stages.get(stages.size() - 1).add(new Instruction(parts[0], parts[1]));
    }
    return new Dockerfile(stages);
  }

  /** What becomes the image. */
  private List<Instruction> last() {
    return stages.get(stages.size() - 1);
  }

  /** The arguments of all instructions of that name in the last stage. */
  List<String> all(String name) {
    return last().stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }

  /** The arguments of the instruction of that name that holds: the last one. */
  Optional<String> get(String name) {
    List<String> all = all(name);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The words of an instruction in exec form; empty where it is a line for a shell. */
  Optional<List<String>> words(String name) {
    return get(name).map(text -> text.replaceFirst("^.*\\bCMD ", "")).flatMap(Dockerfile::exec);
  }

  private static Optional<List<String>> exec(String json) {
    try {
      return Optional.of(List.of(JSON.readValue(json, String[].class)));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
