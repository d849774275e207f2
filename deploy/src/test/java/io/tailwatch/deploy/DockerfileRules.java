// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a Dockerfile must be. */
final class DockerfileRules {
  private static final Pattern FROM =
      Pattern.compile("\\S+:\\d+\\.\\d+\\.\\d+(_\\d+)?-\\S+( AS \\w+)?");
  private static final Pattern USER = Pattern.compile("[1-9]\\d*:[1-9]\\d*");
  private static final Pattern SENSITIVE =
      Pattern.compile("(?i).*(passw|secret|token|credential).*");

  private DockerfileRules() {}

  /**
   * What is wrong with a file; empty if nothing is.
   *
   * @param root what its last stage copies, at the places where it copies it to
   */
  static List<String> problems(Dockerfile file, Path root) {
    var problems = new ArrayList<String>();
    for (List<Dockerfile.Instruction> stage : file.stages()) {
      String from = stage.get(0).arguments();
      if (!FROM.matcher(from).matches()) {
        problems.add("FROM must have a full version: was " + from);
      }
      if (from.contains("alpine")) {
        problems.add("FROM must have glibc: was " + from);
      }
      for (var instruction : stage) {
        if (instruction.name().equals("ADD")) {
          problems.add("COPY instead of ADD " + instruction.arguments());
        }
        if (List.of("ARG", "ENV").contains(instruction.name())
            && SENSITIVE.matcher(instruction.arguments()).matches()) {
          problems.add("secrets stay in a layer: " + instruction.arguments());
        }
      }
    }
    if (file.stages().size() < 2) {
      problems.add("needs a stage to build in");
    }
    for (String copy : file.all("COPY")) {
      if (!copy.startsWith("--from=build ")) {
        problems.add("the image holds what was built, nothing else: was COPY " + copy);
      }
    }
    String user = file.get("USER").orElse("root");
    if (!USER.matcher(user).matches()) {
      problems.add("USER must be numbers other than 0: was " + user);
    }
    labels(file, problems);
    for (String name : List.of("ENTRYPOINT", "CMD", "HEALTHCHECK")) {
      if (file.words(name).isEmpty()) {
        problems.add(name + " must be there, in exec form");
      }
    }
    for (String name : List.of("ENTRYPOINT", "HEALTHCHECK")) {
      file.words(name)
          .map(words -> root.resolve(words.get(0).substring(1)))
          .filter(program -> !Files.isExecutable(program))
          .ifPresent(program -> problems.add(name + ": no program " + program));
    }
    return problems;
  }

  private static void labels(Dockerfile file, List<String> problems) {
    String labels = String.join(" ", file.all("LABEL"));
    for (String label : List.of("title", "description", "licenses", "version", "revision")) {
      if (!labels.contains("org.opencontainers.image." + label + "=\"")) {
        problems.add("needs the label org.opencontainers.image." + label);
      }
    }
    if (!file.all("ARG").contains("VERSION=" + Repository.version())) {
      problems.add("VERSION must be " + Repository.version());
    }
  }
}
