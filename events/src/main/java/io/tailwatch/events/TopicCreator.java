// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.events;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing. Stateless; thread-safe. */
public final class TopicCreator {
  private static final long PAUSE_MILLIS = 50;

  private TopicCreator() {}

  /**
   * Creates those of {@link Topics#definitions} that do not exist. Existing topics are left as they
   * are, whatever their partitions and policies; a topic created by somebody else meanwhile is
   * fine. Returns when a broker knows the new ones; blocks for at most about {@code timeout}.
   *
   * @return the names of the topics created by this call
   * @throws TopicCreationException when the broker is unreachable or refuses
   */
  public static Set<String> ensure(
      Admin admin, Topics topics, int partitions, short replicationFactor, Duration timeout) {
    List<NewTopic> definitions = topics.definitions(partitions, replicationFactor);
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      Set<String> existing = names(admin, deadline);
      List<NewTopic> missing =
          definitions.stream().filter(topic -> !existing.contains(topic.name())).toList();
      if (missing.isEmpty()) {
        return Set.of();
      }
      Set<String> created = create(admin, missing, deadline);
      // Created by the controller, a topic is known to a broker a moment later; Kafka Streams
      // would fail on a source topic that is not.
      while (!names(admin, deadline).containsAll(created)) {
        Thread.sleep(PAUSE_MILLIS);
      }
      return created;
    } catch (ExecutionException e) {
      throw failure(topics, "list the topics", e.getCause());
    } catch (java.util.concurrent.TimeoutException e) {
      throw failure(topics, "list the topics", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(topics, "list the topics", e);
    }
  }

  private static Set<String> names(Admin admin, long deadline)
      throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
    return admin
        .listTopics(new ListTopicsOptions().timeoutMs(millisUntil(deadline)))
        .names()
        .get(millisUntil(deadline), TimeUnit.MILLISECONDS);
  }

  private static Set<String> create(Admin admin, List<NewTopic> missing, long deadline)
      throws InterruptedException {
    CreateTopicsResult result =
        admin.createTopics(missing, new CreateTopicsOptions().timeoutMs(millisUntil(deadline)));
    Set<String> created = new TreeSet<>();
    for (NewTopic topic : missing) {
      try {
        result.values().get(topic.name()).get(millisUntil(deadline), TimeUnit.MILLISECONDS);
        created.add(topic.name());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw failure(topic.name(), "create the topic", e.getCause());
        }
      } catch (java.util.concurrent.TimeoutException e) {
        throw failure(topic.name(), "create the topic", e);
      }
    }
    return created;
  }

  private static TopicCreationException failure(Object what, String action, Throwable cause) {
    boolean unreachable =
        cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException;
    String advice =
        unreachable
            ? "the broker did not answer; check that it runs and that the bootstrap servers are"
                + " right"
            : cause.getMessage() + "; create it by hand or grant the permission";
    return new TopicCreationException(
        "cannot " + action + " " + what + ": " + advice, cause, unreachable);
  }

  private static int millisUntil(long deadlineNanos) {
    long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    return (int) Math.max(1, Math.min(millis, Integer.MAX_VALUE));
  }
}
