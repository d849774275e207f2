// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.deploy;

import io.tailwatch.deploy.ComposeFile.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A profile of the compose file as plain processes of this machine: the same command lines, the
 * same environment, the same files. Only paths and addresses are put in the place of those that
 * containers would have.
 */
final class Stack implements AutoCloseable {
  static final String TOKEN = "token-of-a-test";

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final String PROGRAM = "/opt/tailwatch";
  private static final int HTTP_PORT = 8080;

  private final Map<String, Service> services;
  private final Dockerfile image = Dockerfile.read();
  private final Path dir;
  private final Map<String, Integer> ports = new HashMap<>();
  private final Map<String, Running> running = new LinkedHashMap<>();

  /**
   * Prepares a profile.
   *
   * @param dir for everything
   */
  Stack(ComposeFile file, String profile, Path dir) throws IOException {
    this.services = file.services(profile);
    this.dir = dir;
    Layout.assemble(image, dir.resolve("image"));
    Path secrets = Files.createDirectories(dir.resolve("secrets"));
    for (String name : Yaml.map(file.tree(), "secrets").keySet()) {
      Files.writeString(secrets.resolve(name), TOKEN + "\n");
    }
    for (Service service : services.values()) {
      for (String volume : service.volumes()) {
        mount(service, volume);
      }
    }
    // JUnit makes it for its own user.
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  Map<String, Service> services() {
    return services;
  }

  /** What runs for a service; null if nothing does. */
  Running running(Service service) {
    return running.get(service.name());
  }

  Path program() {
    return dir.resolve("image" + PROGRAM);
  }

  /** Where a port of a service is. */
  int port(String service, int port) {
    return ports.computeIfAbsent(service + ":" + port, each -> freePort());
  }

  /** Starts a service, unless there is no program for it on this machine. */
  void start(Service service) throws IOException, InterruptedException {
    Optional<Running> started = Optional.empty();
    if (service.isOurs()) {
      var words = new ArrayList<>(image.words("ENTRYPOINT").orElseThrow());
      words.addAll(service.command());
      started = Optional.of(run(service, service.name(), words));
    } else if (service.isBroker()) {
      started = Optional.of(broker(service));
    } else {
      Optional<Path> program = tool(service).flatMap(Tool::find);
      if (program.isPresent()) {
        var words = new ArrayList<String>(List.of(program.get().toString()));
        words.addAll(service.command());
        words.add("--web.listen-address=" + URI.create(healthUrl(service)).getAuthority());
        started = Optional.of(run(service, service.name(), words));
      }
    }
    started.ifPresent(process -> running.put(service.name(), process));
  }

  /** What its health check says, in the words of the image or the compose file. */
  boolean isHealthy(Service service) throws IOException, InterruptedException {
    List<String> test = Yaml.texts(service.healthCheck(), "test");
    if (test.contains("wget")) {
      return isFine(here(service, healthUrl(service)));
    }
    List<String> words =
        service.isOurs()
            ? image.words("HEALTHCHECK").orElseThrow()
            : test.stream().skip(1).map(word -> connect(service, word)).toList();
    try (Running check = run(service, service.name() + "-health", words)) {
      return check.await(Duration.ofSeconds(10)) == 0;
    }
  }

  /** Bash writes a host and a port as a path. */
  private String connect(Service service, String word) {
    return Pattern.compile("(/dev/tcp/127\\.0\\.0\\.1/)(\\d+)")
        .matcher(word)
        .replaceAll(
            found -> found.group(1) + port(service.name(), Integer.parseInt(found.group(2))));
  }

  /** The address that the health check of a service of others asks. */
  private String healthUrl(Service service) {
    List<String> test = Yaml.texts(service.healthCheck(), "test");
    return test.get(test.size() - 1);
  }

  private static boolean isFine(String url) {
    try {
      return get(url, Optional.empty()).statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Asks for something. */
  static HttpResponse<String> get(String url, Optional<String> token) {
    var request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    Deque<Running> last = new ArrayDeque<>();
    running.values().forEach(last::push);
    last.forEach(Running::close);
    Layout.release(dir.resolve("image"));
  }

  static Optional<Tool> tool(Service service) {
    return Stream.of(Tool.values())
        .filter(tool -> service.name().equalsIgnoreCase(tool.name()))
        .findFirst();
  }

  private Running run(Service service, String name, List<String> words) throws IOException {
    return Running.start(
        dir, name, words.stream().map(word -> here(service, word)).toList(), environment(service));
  }

  private Map<String, String> environment(Service service) {
    var env = new HashMap<String, String>();
    env.put("PATH", System.getenv("PATH"));
    env.put("JAVA_HOME", System.getProperty("java.home"));
    if (service.isOurs()) {
      for (String variable : image.all("ENV")) {
        String[] parts = variable.split("=", 2);
        env.put(parts[0], here(service, parts[1]));
      }
      // They are no containers: each needs a port of its own. And they live for a short while.
      env.put("TAILWATCH_PORT", Integer.toString(port(service.name(), HTTP_PORT)));
      env.put("TAILWATCH_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }
    service.environment().forEach((key, value) -> env.put(key, here(service, value)));
    return env;
  }

  /** As the image of Kafka does it: makes its configuration of the environment, formats, starts. */
  private Running broker(Service service) throws IOException, InterruptedException {
    Path config = dir.resolve(service.name());
    for (String part : List.of("default", "mounted", "final")) {
      Files.createDirectories(config.resolve(part));
    }
    open(config.resolve("final"));
    for (String file : List.of("server.properties", "log4j2.yaml", "tools-log4j2.yaml")) {
      Files.writeString(config.resolve("default").resolve(file), "");
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String libraries = program().resolve("app/target/lib") + "/*";
    List<String> setup =
        List.of(
            java,
            "-XX:TieredStopAtLevel=1",
            "-cp",
            libraries,
            "kafka.docker.KafkaDockerWrapper",
            "setup",
            "--default-configs-dir",
            config.resolve("default").toString(),
            "--mounted-configs-dir",
            config.resolve("mounted").toString(),
            "--final-configs-dir",
            config.resolve("final").toString());
    try (Running wrapper = run(service, service.name() + "-setup", setup)) {
      if (wrapper.await(Duration.ofSeconds(60)) != 0) {
        throw new AssertionError("Kafka does not take its environment: " + wrapper.output());
      }
    }
    var words = new ArrayList<String>(List.of(java));
    words.addAll(List.of(service.environment().get("KAFKA_HEAP_OPTS").split(" ")));
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", libraries));
    words.addAll(List.of("kafka.Kafka", config.resolve("final/server.properties").toString()));
    return run(service, service.name(), words);
  }

  /** A text of the compose file or of a file that it mounts, with what is in its place here. */
  private String here(Service service, String text) {
    String local =
        Address.replace(
            text, (host, port) -> "127.0.0.1:" + port(isSelf(host) ? service.name() : host, port));
    local = replacePath(local, PROGRAM, program());
    local = replacePath(local, "/run/secrets", dir.resolve("secrets"));
    var targets = new LinkedHashMap<String, Path>();
    service.volumes().stream()
        .map(volume -> volume.split(":"))
        .sorted(Comparator.comparing((String[] parts) -> parts[1].length()).reversed())
        .forEach(parts -> targets.put(parts[1], place(service, parts[0])));
    for (var target : targets.entrySet()) {
      local = replacePath(local, target.getKey(), target.getValue());
    }
    return local;
  }

  private static String replacePath(String text, String from, Path to) {
    return Pattern.compile("(?<![\\w/.-])" + Pattern.quote(from) + "(?![\\w.-])")
        .matcher(text)
        .replaceAll(to.toString().replace("$", "\\$"));
  }

  private static boolean isSelf(String host) {
    return List.of("", "127.0.0.1", "localhost").contains(host);
  }

  private Path place(Service service, String source) {
    return source.startsWith(".")
        ? dir.resolve("mounts").resolve(service.name()).resolve(source)
        : dir.resolve("volumes").resolve(source);
  }

  private void mount(Service service, String volume) throws IOException {
    String source = volume.split(":")[0];
    Path place = Files.createDirectories(place(service, source).normalize());
    if (!source.startsWith(".")) {
      open(place);
      return;
    }
    Path from = Repository.ROOT.resolve(source).normalize();
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = place.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        String name = file.getFileName().toString();
        String text = Files.readString(file);
        // The configuration that the command line names; rules and templates are left as they are.
        Files.writeString(
            copy, name.equals(service.name() + ".yml") ? configuration(service, text) : text);
      }
    }
  }

  /** Names that only Docker's DNS knows become addresses. */
  private String configuration(Service service, String text) {
    Map<String, Object> tree = Yaml.map(text);
    for (Map<String, Object> job : Yaml.maps(tree, "scrape_configs")) {
      var targets = new ArrayList<String>();
      for (Map<String, Object> lookup : Yaml.maps(job, "dns_sd_configs")) {
        for (String name : Yaml.texts(lookup, "names")) {
          services.values().stream()
              .filter(each -> each.names().contains(name))
              .forEach(each -> targets.add(each.name() + ":" + lookup.get("port")));
        }
      }
      if (job.remove("dns_sd_configs") != null) {
        job.put("static_configs", List.of(Map.of("targets", targets)));
      }
    }
    return here(service, Yaml.text(tree));
  }

  /** Whatever user it runs as. */
  private static void open(Path directory) throws IOException {
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
