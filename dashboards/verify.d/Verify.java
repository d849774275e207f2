// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.dashboards.verify;

import io.tailwatch.dashboards.verify.Training.Mode;
import io.tailwatch.dashboards.verify.Webhook.Message;
import io.tailwatch.events.v1.Direction;
import io.tailwatch.events.v1.KestenIndex;
import io.tailwatch.events.v1.KestenStatus;
import io.tailwatch.events.v1.Observable;
import io.tailwatch.events.v1.Optimizer;
import io.tailwatch.events.v1.OptimizerKind;
import io.tailwatch.events.v1.Problem;
import io.tailwatch.events.v1.SeriesDescriptor;
import io.tailwatch.events.v1.WindowSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Runs a broker, an analyzer and trainings, a Prometheus that scrapes them, and an Alertmanager
 * that tells a webhook; and shows that every query of every dashboard and rule gives data, that
 * every rule fires when it should, and that a drift arrives as a readable message and is resolved.
 *
 * <p>Healthy first: what gives no data then must be on a list, with the reason. Then one thing
 * after the other is made to go wrong.
 */
final class Verify implements AutoCloseable {
  private static final Duration PHASE_LIMIT = Duration.ofSeconds(60);

  /** Longer than alerts are kept that end because nothing is scraped. */
  private static final Duration HUSH = Duration.ofSeconds(12);

  private static final String HEALTHY = "healthy";
  private static final String PROVOKED = "provoked";
  private static final String TRAINING = "training";
  private static final String DRIFT = "drift";
  private static final String NEW_RATE = "new-learning-rate";
  private static final String DOCS = "https://git.example.org/tailwatch/docs";

  /** What there is only when no analyzer answers, and after it has started again. */
  private static final Set<String> LAST =
      Set.of("rule / TailWatchAnalyzerDown / critical", "analyzer / annotation / Restarts");

  private final Path home;
  private final Path work;
  private final String prometheusCommand;
  private final String alertmanagerCommand;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();
  private final Set<String> fired = new HashSet<>();
  private final List<String> failures = new ArrayList<>();

  private Webhook webhook;
  private String broker;
  private Child analyzer;
  private Path targets;
  private Path token;
  private String analyzerAddress;
  private Trainings trainings;
  private Training stalled;
  private Prometheus prometheus;
  private Watch watch;

  private Verify(Path home, Path work, String prometheusCommand, String alertmanagerCommand) {
    this.home = home;
    this.work = work;
    this.prometheusCommand = prometheusCommand;
    this.alertmanagerCommand = alertmanagerCommand;
  }

  /** Arguments: the repository, a directory to work in, and the commands of both servers. */
  public static void main(String[] arguments) throws Exception {
    int exit = 1;
    try (var verify =
        new Verify(Path.of(arguments[0]), Path.of(arguments[1]), arguments[2], arguments[3])) {
      exit = verify.run() ? 0 : 1;
    } catch (VerifyException e) {
      System.out.println("FAILED: " + e.getMessage());
    }
    System.exit(exit);
  }

  private boolean run() throws Exception {
    start();
    Map<String, String> emptyWhenHealthy = emptyWhenHealthy();
    try {
      goThrough(emptyWhenHealthy.keySet());
    } catch (VerifyException e) {
      failures.add(e.getMessage());
    }
    report(emptyWhenHealthy);
    return failures.isEmpty();
  }

  private void goThrough(Set<String> mayBeEmpty) throws Exception {
    Training drift = begin(DRIFT).pace(Training.FAST);
    Training rate = begin(NEW_RATE).pace(Training.FAST);
    Training ended = begin("ended");
    healthy(mayBeEmpty);

    say("something goes wrong");
    trainings.end("ended", ended);
    drift.freedom(3);
    rate.freedom(3).learningRate(0.2).pace(Training.SLOW);
    provoke();
    Message driftMessage =
        await("the message about the drift", () -> webhook.first(about("[warning]", DRIFT)));
    Message rateMessage =
        await(
            "the message about the learning rate", () -> webhook.first(about("[info]", NEW_RATE)));
    checkDrift(driftMessage);
    checkNewRate(rateMessage);
    Message resolved =
        await("that the drift is resolved", () -> webhook.first(about("[resolved]", DRIFT)));
    print(resolved);

    say("the analyzer gets less to read than comes in");
    backlog();
    await("data of all queries and an alert of every rule but what follows", () -> left(LAST));

    say("the analyzer stops");
    analyzerStops();

    say("it starts again");
    analyzer = analyzer(analyzerAddress.replaceAll(".*:", ""));
    analyzer.firstLine();
    await("data of all queries and an alert of every rule", () -> left(Set.of()));
  }

  // ------------------------------------------------------------------------------------ start

  private void start() throws IOException, InterruptedException {
    say("broker, analyzer, trainings");
    webhook = closeLater(new Webhook());
    broker = service("broker", "--port", "0", "--data-dir", "kafka").firstLine();
    token = Files.writeString(work.resolve("http_token"), "a-token-for-this-test\n");
    analyzer = analyzer("0");
    String url = analyzer.firstLine();
    analyzerAddress = url.replace("http://", "");
    service("train", "--bootstrap-servers=" + broker, "--run=" + TRAINING, "--rate=2000");
    trainings = closeLater(new Trainings(broker));

    say("Prometheus and Alertmanager");
    var settings = new Settings(home.resolve("dashboards"), work);
    String alertmanagerAddress = "127.0.0.1:" + Child.freePort();
    Child alertmanager =
        child(
            "alertmanager",
            alertmanagerCommand,
            "--config.file=" + settings.alertmanager(webhook.url()),
            "--storage.path=" + work.resolve("alertmanager/data"),
            "--web.listen-address=" + alertmanagerAddress,
            // One alone.
            "--cluster.listen-address=");
    alertmanager.awaitAnswer("http://" + alertmanagerAddress + "/-/ready");

    targets = work.resolve("targets.json");
    scrape(analyzerAddress);
    String prometheusAddress = "127.0.0.1:" + Child.freePort();
    Path configuration =
        settings.prometheus(targets, token, trainings.address(), alertmanagerAddress, DOCS);
    Child server =
        child(
            "prometheus",
            prometheusCommand,
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + work.resolve("prometheus/data"),
            "--web.listen-address=" + prometheusAddress,
            "--log.level=warn");
    server.awaitAnswer("http://" + prometheusAddress + "/-/ready");
    prometheus = new Prometheus("http://" + prometheusAddress);

    List<Query> queries =
        new ArrayList<>(Dashboards.queries(home.resolve("dashboards/grafana/dashboards")));
    queries.addAll(prometheus.rules());
    watch = new Watch(prometheus, queries);
  }

  private Child analyzer(String port) {
    return service(
        "analyze",
        "--bootstrap-servers=" + broker,
        "--port=" + port,
        "--partitions=2",
        "--state-dir=state",
        "--stalled-after=5s",
        "--max-series-metrics=12",
        "--http-token-file=" + token);
  }

  private Child service(String command, String... options) {
    List<String> line = new ArrayList<>(List.of(home.resolve("tailwatch").toString(), command));
    line.addAll(List.of(options));
    return closeLater(Child.start(command, work, line));
  }

  private Child child(String name, String... command) {
    return closeLater(Child.start(name, work, List.of(command)));
  }

  private <T extends AutoCloseable> T closeLater(T opened) {
    closing.push(opened);
    return opened;
  }

  /** Tells Prometheus where the analyzers are; it looks into the file as soon as it changes. */
  private void scrape(String... addresses) throws IOException {
    Path next = work.resolve("targets.next");
    Files.writeString(next, "[{\"targets\": [\"" + String.join("\", \"", addresses) + "\"]}]");
    Files.move(next, targets, StandardCopyOption.ATOMIC_MOVE);
  }

  // ---------------------------------------------------------------------------------- phases

  /** Everything but what is on the list gives data, and nothing fires. */
  private void healthy(Set<String> mayBeEmpty) throws InterruptedException {
    say("all is well");
    Predicate<Query> expected =
        query -> !query.place().startsWith("rule /") && !mayBeEmpty.contains(query.place());
    try {
      Wait.until(
          "data",
          PHASE_LIMIT,
          () -> {
            watch.ask(HEALTHY, TRAINING);
            boolean complete = watch.missing().stream().noneMatch(expected);
            return complete && learnt() ? Optional.of(true) : Optional.empty();
          });
    } catch (VerifyException e) {
      watch.missing().stream()
          .filter(expected)
          .forEach(query -> failures.add(query.place() + " is empty on a healthy system"));
    }
    for (String place : prometheus.firing()) {
      failures.add(place + " fires on a healthy system");
    }
    for (Query query : watch.queries()) {
      if (watch.seen(query) != null && mayBeEmpty.contains(query.place())) {
        failures.add(query.place() + " is on the list of empty ones, but has data");
      }
    }
  }

  /** Whether the detectors have a baseline: 32 windows, of 400 steps each. */
  private boolean learnt() {
    return prometheus.values(
            "min(tailwatch_last_step{run=~\"" + DRIFT + "|" + NEW_RATE + "\"}) > " + 34 * 400)
        > 0;
  }

  private void provoke() throws IOException {
    begin("infinite-variance").freedom(1);
    begin("divergence").mode(Mode.NOT_FINITE);
    begin("undefined").mode(Mode.CONSTANT);
    begin("dropping").mode(Mode.REFUSED);
    trainings
        .begin(Training.of(trainings.publisher("bound-violation"), "parameters", withTheory()))
        .freedom(2)
        .pace(Training.FAST);
    stalled = begin("stalled");
    refusedRecord();
    // A second target of the job that does not answer.
    scrape(analyzerAddress, "127.0.0.1:" + Child.freePort());
  }

  private Training begin(String run) {
    return trainings.begin(Training.of(trainings.publisher(run), "parameters"));
  }

  /** One eigenvalue, for which hSGD has an index of 201, and a Kesten index of our invention. */
  private static SeriesDescriptor withTheory() {
    double rate = 0.1;
    return Training.descriptor(Observable.OBSERVABLE_PROJECTION)
        .setWindow(WindowSpec.newBuilder().setPaneSteps(1000).setPanes(8))
        .setOptimizer(
            Optimizer.newBuilder()
                .setKind(OptimizerKind.OPTIMIZER_KIND_SGD)
                .setLearningRate(rate)
                .setBatchSize(10))
        .setProblem(
            Problem.newBuilder()
                .setRows(1000)
                .setDimension(1)
                .addEigenvalues(1)
                .setKesten(
                    KestenIndex.newBuilder()
                        .setIndex(100)
                        .setStatus(KestenStatus.KESTEN_STATUS_ESTIMATED)
                        .setLearningRate(rate)))
        .addCentre(0)
        .addDirections(Direction.newBuilder().addComponents(1))
        .build();
  }

  private void refusedRecord() {
    var properties = new Properties();
    properties.put("bootstrap.servers", broker);
    try (var producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              "tailwatch.iterates.v1",
              "nobody/nothing".getBytes(StandardCharsets.UTF_8),
              "not a batch".getBytes(StandardCharsets.UTF_8)));
    }
  }

  /** More series than there is room for, and a broker that hands out less than comes in. */
  private void backlog() throws InterruptedException, ExecutionException {
    for (int i = 0; i < 6; i++) {
      trainings.begin(Training.of(trainings.publisher("crowd"), "layer/" + i));
    }
    Wait.until(
        "the crowd",
        PHASE_LIMIT,
        () -> look(prometheus.values("tailwatch_series_refused_total > 0") > 0));
    try (var admin = Admin.create(Map.of("bootstrap.servers", broker))) {
      // All clients; a name that is null stands for those without a quota of their own.
      Map<String, String> everybody = new LinkedHashMap<>();
      everybody.put(ClientQuotaEntity.CLIENT_ID, null);
      var less = new ClientQuotaAlteration.Op("consumer_byte_rate", 50_000.0);
      admin
          .alterClientQuotas(
              List.of(new ClientQuotaAlteration(new ClientQuotaEntity(everybody), List.of(less))))
          .all()
          .get();
    }
    trainings
        .begin(Training.of(trainings.smallRecords("backlog"), "parameters", 256))
        .pace(Training.FAST);
  }

  private void analyzerStops() throws InterruptedException {
    analyzer.close();
    Message down =
        await(
            "the message that no analyzer answers",
            () ->
                webhook.first(
                    message ->
                        message.text().contains("[critical] No analyzer of tailwatch answers")));
    print(down);
    // Other alerts end now, since nothing is scraped: that must not be told.
    int told = webhook.messages().size();
    Thread.sleep(HUSH.toMillis());
    webhook.messages().stream()
        .skip(told)
        .filter(message -> !message.text().contains("No analyzer of tailwatch answers"))
        .forEach(
            message ->
                failures.add("while no analyzer answers comes the message: " + message.title()));
  }

  // ---------------------------------------------------------------------------------- checks

  private interface Question<T> {
    Optional<T> ask();
  }

  /** Waits, and meanwhile keeps asking the queries and noting what fires. */
  private <T> T await(String what, Question<T> question) throws InterruptedException {
    return Wait.until(
        what,
        PHASE_LIMIT,
        () -> {
          watch.ask(PROVOKED, NEW_RATE);
          fired.addAll(prometheus.firing());
          silenceTheStalled();
          return question.ask();
        });
  }

  /** Once it has an estimate, the training that stalls does. */
  private void silenceTheStalled() {
    if (stalled != null && prometheus.values("tailwatch_tail_index{run=\"stalled\"}") > 0) {
      stalled.mode(Mode.SILENT);
      stalled = null;
    }
  }

  private static Optional<Boolean> look(boolean holds) {
    return holds ? Optional.of(true) : Optional.empty();
  }

  /** Whether all queries have given data and all rules have fired, but for some. */
  private Optional<Boolean> left(Set<String> but) {
    return look(
        watch.missing().stream().allMatch(query -> but.contains(query.place()))
            && unfired().stream().allMatch(but::contains));
  }

  private List<String> unfired() {
    return watch.queries().stream()
        .map(Query::place)
        .filter(place -> place.startsWith("rule /") && !fired.contains(place))
        .toList();
  }

  private static Predicate<Message> about(String mark, String run) {
    return message -> message.text().contains(mark + " The tail index of " + run + " has changed");
  }

  private void checkDrift(Message message) {
    print(message);
    expect(
        message,
        "The tail index has changed and is now \\d+\\.\\d\\d \\(95 %: \\d+\\.\\d\\d to"
            + " \\d+\\.\\d\\d\\)\\.");
    expect(
        message,
        "run drift, series parameters, observable identity, since \\d{4}-\\d\\d-\\d\\d"
            + " \\d\\d:\\d\\d:\\d\\d UTC");
    expect(message, "<http://localhost:8080/#/runs/drift/series/parameters/identity\\|live page>");
    expect(
        message,
        "<http://localhost:3000/d/tailwatch-run\\?var-run=drift&var-series=parameters"
            + "\\|dashboard>");
    expect(message, "<" + Pattern.quote(DOCS) + "/runbooks/drift.md\\|runbook>");
    if (!message.title().equals("1 firing: run drift") || !message.color().equals("warning")) {
      failures.add("the message about the drift has another title or colour: " + message);
    }
  }

  private void checkNewRate(Message message) {
    print(message);
    expect(message, "The learning rate was changed by more than 20 % in the last 6 hours");
    webhook
        .first(about("[warning]", NEW_RATE))
        .ifPresent(
            warning -> failures.add("a change of the learning rate is a warning: " + warning));
  }

  private void expect(Message message, String pattern) {
    if (!Pattern.compile(pattern).matcher(message.text()).find()) {
      failures.add("a message should have " + pattern + ": " + message);
    }
  }

  // ---------------------------------------------------------------------------------- report

  private Map<String, String> emptyWhenHealthy() throws IOException {
    Map<String, String> reasons = new LinkedHashMap<>();
    Set<String> places = new HashSet<>();
    watch.queries().forEach(query -> places.add(query.place()));
    for (String line :
        Files.readAllLines(home.resolve("dashboards/verify.d/empty-when-healthy.txt"))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s*=\\s*", 2);
      if (parts.length < 2 || !places.contains(parts[0])) {
        throw new VerifyException("empty-when-healthy.txt names what is not there: " + line);
      }
      reasons.put(parts[0], parts[1]);
    }
    return reasons;
  }

  private void report(Map<String, String> emptyWhenHealthy) {
    System.out.printf("%n%-9s %6s  %s%n", "DATA", "VALUES", "QUERY");
    for (Query query : watch.queries()) {
      Watch.Seen seen = watch.seen(query);
      String reason = emptyWhenHealthy.get(query.place());
      System.out.printf(
          "%-9s %6s  %s%s%n",
          seen == null ? "NONE" : seen.phase(),
          seen == null ? "" : seen.values(),
          query.place(),
          reason == null ? "" : "  (" + reason + ")");
    }
    System.out.println();
    for (Query query : watch.missing()) {
      failures.add(query.place() + " has never given data: " + query.text());
    }
    for (String place : unfired()) {
      failures.add(place + " has never fired");
    }
    failures.forEach(failure -> System.out.println("FAILED: " + failure));
    long rules =
        watch.queries().stream().filter(query -> query.place().startsWith("rule /")).count();
    if (failures.isEmpty()) {
      System.out.printf(
          "OK: %d queries of dashboards and %d rules give data, all rules fired, %d messages"
              + " came%n",
          watch.queries().size() - rules, rules, webhook.messages().size());
    }
  }

  private static void print(Message message) {
    System.out.println(message.title());
    message.text().strip().lines().forEach(line -> System.out.println("  | " + line));
  }

  private static void say(String what) {
    System.out.println("== " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }

  @Override
  public void close() {
    while (!closing.isEmpty()) {
      try {
        closing.pop().close();
      } catch (Exception e) {
        System.out.println("not closed cleanly: " + e.getMessage());
      }
    }
  }
}
