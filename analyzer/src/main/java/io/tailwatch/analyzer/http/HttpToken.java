// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The secret that whoever asks must know: as {@code Authorization: Bearer TOKEN}, or as the
 * password of Basic authentication with any user, which a browser asks for by itself and sends with
 * everything that a page loads. Immutable; its text is printed nowhere.
 */
public final class HttpToken {
  private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{8,256}");
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final byte[] digest;

  /**
   * A token.
   *
   * @throws IllegalArgumentException when it breaks the rule
   */
  public HttpToken(String text) {
    if (!RULE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "httpToken must be 8 to 256 visible ASCII characters without spaces: had "
              + text.length()
              + " characters");
    }
    digest = sha256(text);
  }

  /** Whether the header holds the token. Takes the same time wherever it differs. */
  boolean opens(String authorization) {
    if (authorization == null) {
      return false;
    }
    String scheme = authorization.substring(0, Math.min(BEARER.length(), authorization.length()));
    if (scheme.toLowerCase(Locale.ROOT).equals(BEARER)) {
      return isToken(authorization.substring(BEARER.length()).strip());
    }
    return scheme.toLowerCase(Locale.ROOT).startsWith(BASIC)
        && isToken(password(authorization.substring(BASIC.length()).strip()));
  }

  private static String password(String credentials) {
    try {
      String pair = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return pair.substring(pair.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private boolean isToken(String text) {
    // Of equal length, whatever was given.
    return MessageDigest.isEqual(digest, sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HttpToken token && MessageDigest.isEqual(digest, token.digest);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return "****";
  }
}
