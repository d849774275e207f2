// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.letters;

import io.tailwatch.app.cli.Failures;
import io.tailwatch.app.cli.KafkaOptions;
import io.tailwatch.app.cli.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Letters on their way back, in two passes over the topic, so that no more than one of them is held
 * in memory: {@link #look} chooses, {@link #send} sends what was chosen, in the same order. One
 * thread, but for the answers of the broker.
 */
final class Replay {

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  /** The largest letter, its headers and then some. */
  private static final int MAX_REQUEST_BYTES = 2 << 20;

  private final String target;
  private final Set<Place> wanted;
  private final LetterFilter filter;
  private final Set<Place> found = new HashSet<>();
  private final Set<Place> chosen = new HashSet<>();
  private final List<Unsent> refused = new ArrayList<>();
  private final List<Unsent> failures = Collections.synchronizedList(new ArrayList<>());
  private int sent;

  /**
   * A letter that was not sent.
   *
   * @param id where the refused record lies
   * @param reason why not
   */
  record Unsent(Place id, String reason) {
    String sentence() {
      return "letter " + Printable.text(id.toString()) + " is not sent: " + reason;
    }
  }

  /**
   * A choice.
   *
   * @param target the only topic that letters are sent to
   * @param wanted sources or places of letters; empty for all that pass the filter
   */
  Replay(String target, Set<Place> wanted, LetterFilter filter) {
    this.target = target;
    this.wanted = wanted;
    this.filter = filter;
  }

  /** First pass. */
  void look(Letter letter) {
    boolean named = wanted.contains(letter.id()) || wanted.contains(letter.place());
    if ((!wanted.isEmpty() && !named) || !filter.matches(letter)) {
      return;
    }
    found.add(letter.id());
    found.add(letter.place());
    Optional<String> obstacle = obstacle(letter);
    if (obstacle.isPresent()) {
      refused.add(new Unsent(letter.id(), obstacle.get()));
    } else {
      chosen.add(letter.place());
    }
  }

  private Optional<String> obstacle(Letter letter) {
    if (letter.truncated()) {
      return Optional.of(
          "it is truncated, the record had "
              + letter.originalBytes()
              + " bytes; let the training send it again");
    }
    if (letter.source().isEmpty()) {
      return Optional.of("it does not say where it came from");
    }
    if (!letter.source().get().topic().equals(target)) {
      return Optional.of("it came from another topic than " + target);
    }
    return Optional.empty();
  }

  /** Second pass: returns when the broker has answered for every letter. */
  void send(KafkaOptions kafka, LetterTopic letters, long sinceMillis) {
    try (var producer = producer(kafka)) {
      int partitions = producer.partitionsFor(target).size();
      letters.read(
          sinceMillis,
          letter -> {
            if (chosen.contains(letter.place())) {
              send(producer, letter, partitions);
            }
          });
      producer.flush();
    }
    sent -= failures.size();
  }

  private void send(KafkaProducer<byte[], byte[]> producer, Letter letter, int partitions) {
    int source = letter.source().orElseThrow().partition();
    // Where the other records of its series are, whatever put them there; by the key if the topic
    // has shrunk since.
    Integer partition = source < partitions ? Integer.valueOf(source) : null;
    sent++;
    try {
      producer.send(
          new ProducerRecord<>(target, partition, letter.key(), letter.value(), letter.original()),
          (place, e) -> {
            if (e != null) {
              failures.add(new Unsent(letter.id(), Failures.reason(e)));
            }
          });
    } catch (KafkaException e) {
      failures.add(new Unsent(letter.id(), Failures.reason(e)));
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(KafkaOptions kafka) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) ANSWER_LIMIT.toMillis());
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_LIMIT.toMillis() / 3);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) ANSWER_LIMIT.toMillis());
    properties.putAll(kafka.client());
    properties.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
    // In the order of the letters, each once, or an error.
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Ids and places of all that were chosen or refused. */
  Set<Place> found() {
    return found;
  }

  /** Letters that can be sent. */
  int sendable() {
    return chosen.size();
  }

  /** Letters that the broker has taken. */
  int sent() {
    return sent;
  }

  /** Letters that cannot be sent again. */
  List<Unsent> refused() {
    return refused;
  }

  /** Letters that the broker has not taken. */
  List<Unsent> failures() {
    return List.copyOf(failures);
  }
}
