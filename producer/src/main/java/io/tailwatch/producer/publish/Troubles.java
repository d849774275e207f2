// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.publish;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what went wrong, and warns of each kind once. Writing a log may block, so the training
 * thread only leaves a note here and the sender thread logs it.
 */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(IteratePublisher.class);

  /** The kinds; each is warned of once. */
  enum Kind {
    BAD_VECTOR,
    BAD_STEP,
    BAD_LEARNING_RATE,
    BAD_DESCRIPTOR,
    CROWDED_OUT,
    CLOSED,
    BROKER,
    TOPICS,
    DELIVERY,
    INTERNAL
  }

  private final AtomicReferenceArray<String> notes =
      new AtomicReferenceArray<>(Kind.values().length);
  private final boolean[] logged = new boolean[Kind.values().length];
  private volatile String last = "";

  /** Whether this kind is new, so that its text is worth building. */
  boolean isNew(Kind kind) {
    return notes.get(kind.ordinal()) == null;
  }

  /** Leaves a note; the first of each kind is the one that is logged. */
  void note(Kind kind, String text) {
    notes.compareAndSet(kind.ordinal(), null, text);
    last = text;
  }

  String last() {
    return last;
  }

  /** Warns of what is new. Sender thread only. */
  void log() {
    for (int i = 0; i < logged.length; i++) {
      String text = notes.get(i);
      if (text != null && !logged[i]) {
        logged[i] = true;
        LOG.warn("{} (said once; later ones are only counted)", text);
      }
    }
  }
}
