// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.tailwatch.deploy.ComposeFile.Service;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What a compose file must be. */
final class ComposeRules {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA = schema();
  // Major, minor and patch; names such as latest or stable move.
  private static final Pattern PINNED = Pattern.compile("[^:@]+:v?\\d+\\.\\d+\\.\\d+\\S*");
  private static final Pattern SENSITIVE =
      Pattern.compile("(?i).*(passw|secret|token|credential|_key|jaas).*");

  private final ComposeFile file;
  private final List<String> problems = new ArrayList<>();

  private ComposeRules(ComposeFile file) {
    this.file = file;
  }

  /** What is wrong with a file; empty if nothing is. */
  static List<String> problems(ComposeFile file) {
    var rules = new ComposeRules(file);
    rules.schema(file.tree(), "all profiles");
    for (String profile : file.profiles()) {
      rules.schema(file.tree(profile), profile);
      rules.names(profile);
      rules.ports(profile);
    }
    for (Service service : file.services().values()) {
      rules.image(service);
      rules.healthCheck(service);
      rules.privileges(service);
      rules.secrets(service);
      rules.mounts(service);
      rules.dependencies(service);
    }
    rules.secretFiles();
    return rules.problems;
  }

  private void add(Service service, String problem) {
    problems.add(service.name() + ": " + problem);
  }

  private void schema(Map<String, Object> tree, String what) {
    SCHEMA.validate(JSON.valueToTree(tree)).stream()
        .map(ValidationMessage::getMessage)
        .forEach(message -> problems.add(what + ": " + message));
  }

  private void image(Service service) {
    if (!PINNED.matcher(service.image()).matches()) {
      add(service, "the image must have a full version: was " + service.image());
    }
    if (service.isOurs() && !service.image().equals("tailwatch:" + Repository.version())) {
      add(service, "the image must be of version " + Repository.version());
    }
    // The embedded broker of the tests is of that version, and so are our clients.
    if (service.isBroker()
        && !service.image().equals("apache/kafka:" + Repository.property("kafka.version"))) {
      add(service, "the image must be of version " + Repository.property("kafka.version"));
    }
  }

  private void ports(String profile) {
    var published = new HashSet<String>();
    for (Service service : file.services(profile).values()) {
      for (String port : service.ports()) {
        if (!port.startsWith("127.0.0.1:")) {
          add(service, "ports are published on the loopback only: was " + port);
        }
        if (!published.add(port.split(":")[1])) {
          add(service, "the port is taken in profile " + profile + ": " + port);
        }
      }
    }
  }

  /** Ours have the check of the image; a training has nothing that could be asked. */
  private void healthCheck(Service service) {
    boolean off = Boolean.TRUE.equals(service.healthCheck().get("disable"));
    if (off != service.runs("train")) {
      add(service, "a health check is off for trainings, and for nothing else");
    }
    if (!service.isOurs() && Yaml.texts(service.healthCheck(), "test").size() < 2) {
      add(service, "needs a health check");
    }
  }

  private void privileges(Service service) {
    if (!Yaml.texts(service.tree(), "cap_drop").equals(List.of("ALL"))) {
      add(service, "must drop all capabilities");
    }
    if (!Yaml.texts(service.tree(), "security_opt").contains("no-new-privileges:true")) {
      add(service, "must not gain privileges");
    }
    if (!Boolean.TRUE.equals(service.tree().get("read_only")) && !service.isBroker()) {
      add(service, "must have a read-only root");
    }
    for (String key : List.of("privileged", "cap_add", "network_mode", "pid", "user")) {
      if (service.tree().containsKey(key)) {
        add(service, "must not have " + key);
      }
    }
  }

  private void secrets(Service service) {
    service
        .environment()
        .forEach(
            (name, value) -> {
              if (SENSITIVE.matcher(name).matches() && !value.startsWith("/run/secrets/")) {
                add(service, name + " must name a file below /run/secrets");
              }
              if (value.startsWith("/run/secrets/")
                  && !service.secrets().contains(value.substring("/run/secrets/".length()))) {
                add(service, name + " names a secret that it is not given");
              }
            });
    for (String argument : service.command()) {
      if (SENSITIVE.matcher(argument).matches()) {
        add(service, "no secrets on the command line: was " + argument);
      }
    }
    for (String secret : service.secrets()) {
      if (!Yaml.map(file.tree(), "secrets").containsKey(secret)) {
        add(service, "there is no secret " + secret);
      }
    }
  }

  /** They are made by deploy/setup, and neither Git nor the build of the image sees them. */
  private void secretFiles() {
    for (String name : Yaml.map(file.tree(), "secrets").keySet()) {
      if (!file.secretFile(name).equals("./deploy/secrets/" + name)) {
        problems.add("secret " + name + ": must be the file ./deploy/secrets/" + name);
      }
    }
  }

  private void mounts(Service service) {
    for (String volume : service.volumes()) {
      String source = volume.split(":")[0];
      if (source.startsWith(".")) {
        if (!Files.isDirectory(Repository.ROOT.resolve(source))) {
          add(service, "there is no directory " + source);
        }
        if (!volume.endsWith(":ro")) {
          add(service, "what is mounted from the repository is read-only: was " + volume);
        }
      } else if (!Yaml.map(file.tree(), "volumes").containsKey(source)) {
        add(service, "there is no volume " + source);
      }
    }
  }

  private void dependencies(Service service) {
    service
        .dependsOn()
        .forEach(
            (name, how) -> {
              Service other = file.services().get(name);
              if (other == null) {
                add(service, "depends on " + name + ", which does not exist");
              } else if (!other.profiles().isEmpty()
                  && !other.profiles().containsAll(service.profiles())) {
                add(service, "depends on " + name + ", which is not of its profile");
              }
              if (!((Map<?, ?>) how).get("condition").equals("service_healthy")) {
                add(service, "must wait until " + name + " is healthy");
              }
            });
    if (service.isOurs() && service.dependsOn().isEmpty()) {
      add(service, "must wait for what it needs");
    }
  }

  /** Whoever is named as host and port in a setting is there, in the same profile. */
  private void names(String profile) {
    Set<String> known = new HashSet<>();
    file.services(profile).values().forEach(service -> known.addAll(service.names()));
    for (Service service : file.services(profile).values()) {
      for (String host : Address.hosts(service.environment().values())) {
        if (!known.contains(host)) {
          add(service, "there is no " + host + " in profile " + profile);
        }
      }
    }
  }

  private static JsonSchema schema() {
    try (InputStream in = ComposeRules.class.getResourceAsStream("compose-spec.json")) {
      // Its own id is relative to where it is.
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(SchemaLocation.of("classpath:compose-spec.json"), JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
