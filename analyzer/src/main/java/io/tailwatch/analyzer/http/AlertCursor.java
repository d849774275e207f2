// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tailwatch.events.v1.TailAlert;
import java.util.Base64;

/**
 * Where a page of alerts ends: the fields of the last one that the order reads, as text for a URL.
 * It is the same on every instance.
 */
final class AlertCursor {
  private static final int MAX_LENGTH = 4_096;

  private AlertCursor() {}

  static String of(TailAlert alert) {
    TailAlert place =
        TailAlert.newBuilder()
            .setRun(alert.getRun())
            .setSeries(alert.getSeries())
            .setAttempt(alert.getAttempt())
            .setObservable(alert.getObservable())
            .setKind(alert.getKind())
            .setState(alert.getState())
            .setPane(alert.getPane())
            .setRaisedAtMillis(alert.getRaisedAtMillis())
            .build();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.toByteArray());
  }

  static TailAlert parse(String text) {
    try {
      if (text.length() <= MAX_LENGTH) {
        return TailAlert.parseFrom(Base64.getUrlDecoder().decode(text));
      }
    } catch (IllegalArgumentException | InvalidProtocolBufferException e) {
      // Said below.
    }
    throw ApiException.badRequest("after must be the next of a page before: was something else");
  }
}
