// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.reliability;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The instances that share the work of one application. */
record Group(Admin admin, String application) {

  /** Waits until so many members share the partitions, each having some. */
  void awaitMembers(int count, Duration limit, Runnable watch) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    Optional<ConsumerGroupDescription> group = describe();
    while (group.filter(found -> isShared(found, count)).isEmpty()) {
      watch.run();
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "%s is not shared by %d members within %d s: %s"
                .formatted(application, count, limit.toSeconds(), group));
      }
      Thread.sleep(100);
      group = describe();
    }
  }

  private static boolean isShared(ConsumerGroupDescription group, int count) {
    return group.groupState() == GroupState.STABLE
        && group.members().size() == count
        && group.members().stream().allMatch(Group::works);
  }

  private static boolean works(MemberDescription member) {
    return !member.assignment().topicPartitions().isEmpty();
  }

  /** The broker through which the members talk. */
  int coordinator() throws Exception {
    return describe().orElseThrow().coordinator().id();
  }

  /** Empty before the first member has come. */
  private Optional<ConsumerGroupDescription> describe() throws Exception {
    try {
      return Optional.of(
          admin
              .describeConsumerGroups(List.of(application))
              .all()
              .get(30, TimeUnit.SECONDS)
              .get(application));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
