// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageRoutesTest {
  private static final String FILE = "/page/sub/app.js";

  private final HttpApi api = TestApi.start(new TestSources());
  private final Client client = new Client(api);

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void theRootIsThePage() throws Exception {
    HttpResponse<String> response = client.get("/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(Client.header(response, "content-type")).matches("text/html; ?charset=utf-8");
    assertThat(Client.header(response, "cache-control")).isEqualTo("no-cache");
    assertThat(response.body()).contains("A page for tests");
    assertThat(client.get("/page/index.html").body()).isEqualTo(response.body());
  }

  @Test
  void filesHaveTheirTypes() throws Exception {
    assertThat(Client.header(client.get(FILE), "content-type"))
        .matches("text/javascript; ?charset=utf-8");
  }

  @Test
  void whatIsNotOursIsNotThere() throws Exception {
    for (String path :
        List.of(
            "/page/",
            "/page/sub",
            "/page/sub/",
            "/page/none.js",
            "/page/secret.properties",
            "/page/..%2Fopenapi.json",
            "/page/%2e%2e/openapi.json",
            "/page/sub/..%2f..%2fopenapi.json",
            "/page/sub%5c..%5capp.js",
            "/page//io/tailwatch/analyzer/http/openapi.json",
            "/page/sub/%00app.js",
            "/page/sub/app.js%2F",
            "/page/" + "x".repeat(300) + ".js")) {
      String answer = client.raw("GET " + path + " HTTP/1.1\r\nHost: localhost");
      assertThat(answer).as(path).matches("(?s)HTTP/1.1 (404|400) .*");
      assertThat(answer).as(path).contains("about:blank");
    }
  }

  @Test
  void whoHasTheFileIsToldSo() throws Exception {
    HttpResponse<String> first = client.get(FILE);
    String tag = Client.header(first, "etag");
    assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
    for (String match : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      HttpResponse<String> again = client.get(FILE, "If-None-Match", match);
      assertThat(again.statusCode()).as(match).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(Client.header(again, "etag")).isEqualTo(tag);
      assertThat(Client.header(again, "cache-control")).isEqualTo("no-cache");
    }
    assertThat(client.get(FILE, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
  }

  @Test
  void theCompressedFileHasATagOfItsOwn() throws Exception {
    HttpResponse<String> plain = client.get(FILE);
    HttpResponse<byte[]> response = client.bytes(FILE, "Accept-Encoding", "gzip, br");
    assertThat(Client.header(response, "content-encoding")).isEqualTo("gzip");
    assertThat(response.body().length).isLessThan(plain.body().length() / 2);
    try (var in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      assertThat(new String(in.readAllBytes(), "UTF-8")).isEqualTo(plain.body());
    }
    String tag = Client.header(response, "etag");
    assertThat(tag).endsWith("-gzip\"").isNotEqualTo(Client.header(plain, "etag"));
    assertThat(client.get(FILE, "Accept-Encoding", "gzip", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
    assertThat(Client.header(client.bytes(FILE, "Accept-Encoding", "gzip;q=0"), "content-encoding"))
        .isNull();
    assertThat(client.bytes(FILE, "Accept-Encoding", "gzip").headers().allValues("vary"))
        .contains("Accept-Encoding");
  }

  @Test
  void headHasTheHeadersAndNoBody() throws Exception {
    HttpResponse<String> response = client.send("HEAD", FILE);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(Client.header(response, "etag")).isEqualTo(Client.header(client.get(FILE), "etag"));
    assertThat(client.send("HEAD", "/page/none.js").statusCode()).isEqualTo(404);
  }

  @Test
  void answersOfTheApiAreCompressedFromAKilobyteOn() throws Exception {
    HttpResponse<byte[]> large = client.bytes("/api/v1/openapi.json", "Accept-Encoding", "gzip");
    assertThat(Client.header(large, "content-encoding")).isEqualTo("gzip");
    assertThat(Client.header(large, "cache-control")).isEqualTo("no-store");
    assertThat(large.body().length).isLessThan(20_000);
    HttpResponse<byte[]> small = client.bytes("/api/v1/runs", "Accept-Encoding", "gzip");
    assertThat(Client.header(small, "content-encoding")).isNull();
    assertThat(Client.header(client.bytes("/api/v1/openapi.json"), "content-encoding")).isNull();
  }
}
