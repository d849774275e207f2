// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The files of the page, from the class path. They do not change while we run, so each is read,
 * hashed and compressed once. Thread-safe.
 */
final class PageFiles {
  /** Names as we give them: no segment begins with a dot, so none leads elsewhere. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

  private static final int MAX_NAME = 200;
  private static final int MIN_COMPRESSED = 1_024;

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "txt", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  private static final Set<String> COMPRESSED_ALREADY = Set.of("png", "woff2");

  /**
   * A file.
   *
   * @param gzipped null where that would not be shorter
   * @param hash of its bytes
   */
  record PageFile(String type, byte[] bytes, byte[] gzipped, String hash) {
    /** The strong validator of a representation: those of one file differ in their bytes. */
    String tag(boolean asGzip) {
      return "\"" + hash + (asGzip ? "-gzip\"" : "\"");
    }
  }

  private final String root;
  private final Map<String, PageFile> read = new ConcurrentHashMap<>();

  /**
   * Files below a directory of the class path.
   *
   * @param root absolute, with a slash at the end
   */
  PageFiles(String root) {
    this.root = root;
  }

  /** A file, if there is one of that name and its ending is one of those we know. */
  Optional<PageFile> find(String name) {
    PageFile known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (name.length() > MAX_NAME || !NAME.matcher(name).matches() || !TYPES.containsKey(ending)) {
      return Optional.empty();
    }
    try (InputStream in = PageFiles.class.getResourceAsStream(root + name)) {
      if (in == null) {
        return Optional.empty();
      }
      PageFile file = file(ending, in.readAllBytes());
      read.put(name, file);
      return Optional.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the file " + name + " of the page", e);
    }
  }

  private static PageFile file(String ending, byte[] bytes) throws IOException {
    byte[] gzipped = null;
    if (bytes.length >= MIN_COMPRESSED && !COMPRESSED_ALREADY.contains(ending)) {
      byte[] shorter = gzip(bytes);
      gzipped = shorter.length < bytes.length ? shorter : null;
    }
    return new PageFile(TYPES.get(ending), bytes, gzipped, hash(bytes));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
