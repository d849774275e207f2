// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.analyzer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final String EVIL = "https://evil.example";
  private static final String FRIEND = "https://friend.example:8443";

  private final TestSources sources = new TestSources();
  private HttpApi api;
  private Client client;

  private void start(HttpSettings settings) {
    api = TestApi.start(settings, sources);
    client = new Client(api);
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void withAnTokenOnlyHealthIsOpen() throws Exception {
    start(TestApi.guarded());
    for (String path :
        List.of(
            "/",
            "/page/sub/app.js",
            "/metrics",
            "/api/v1",
            "/api/v1/runs",
            "/api/v1/openapi.json",
            "/api/v1/stream",
            "/api/v1/runs/r/series/w/norm/qq",
            "/none",
            "/health",
            "/health/live/x")) {
      HttpResponse<String> response = client.get(path);
      assertThat(response.statusCode()).as(path).isEqualTo(401);
      assertThat(response.headers().allValues("www-authenticate"))
          .containsExactlyElementsOf(Guard.CHALLENGES);
      assertThat(Client.header(response, "content-type")).startsWith("application/problem+json");
      assertThat(Client.json(response).get("detail").asText()).contains("--http-token");
    }
    for (String path : List.of("/health/live", "/health/ready", "/health/progress")) {
      assertThat(client.get(path).statusCode()).as(path).isEqualTo(200);
    }
    assertThat(client.raw("GET /health/../api/v1/runs HTTP/1.1\r\nHost: localhost"))
        .doesNotContain(" 200 ");
  }

  @Test
  void theTokenOpensAsBearerAndAsAPassword() throws Exception {
    start(TestApi.guarded());
    for (String authorization :
        List.of(
            "Bearer " + TestApi.TOKEN,
            "bearer  " + TestApi.TOKEN,
            basic("anybody:" + TestApi.TOKEN),
            basic(":" + TestApi.TOKEN),
            basic("a:" + TestApi.TOKEN).replace("Basic", "BASIC"))) {
      assertThat(client.get("/api/v1/runs", "Authorization", authorization).statusCode())
          .as(authorization)
          .isEqualTo(200);
    }
    for (String authorization :
        List.of(
            "Bearer",
            "Bearer ",
            "Bearer " + TestApi.TOKEN + "x",
            "Bearer " + TestApi.TOKEN.substring(1),
            "Basic",
            "Basic !!!",
            basic("anybody:"),
            basic("anybody:wrong-password"),
            basic(TestApi.TOKEN + ":"),
            "Digest " + TestApi.TOKEN,
            TestApi.TOKEN)) {
      assertThat(client.get("/api/v1/runs", "Authorization", authorization).statusCode())
          .as(authorization)
          .isEqualTo(401);
    }
  }

  @Test
  void aTokenHasARuleAndIsNeverPrinted() {
    start(TestApi.guarded());
    for (String text :
        List.of("", "short", "with a space in it", "x".repeat(257), "ümlaut-token")) {
      assertThatThrownBy(() -> new HttpToken(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("httpToken must be 8 to 256 visible ASCII characters")
          .hasMessageEndingWith("had " + text.length() + " characters");
    }
    assertThat(TestApi.guarded().toString()).doesNotContain(TestApi.TOKEN).contains("****");
    assertThat(new HttpToken(TestApi.TOKEN)).isEqualTo(new HttpToken(TestApi.TOKEN));
    assertThat(new HttpToken(TestApi.TOKEN)).isNotEqualTo(new HttpToken("another-token"));
  }

  @Test
  void everyAnswerHasTheSecurityHeaders() throws Exception {
    start(TestApi.guarded());
    String bearer = "Bearer " + TestApi.TOKEN;
    for (String path : List.of("/", "/page/sub/app.js", "/metrics", "/api/v1/runs", "/none")) {
      assertSecure(client.get(path, "Authorization", bearer));
      assertSecure(client.get(path));
    }
    assertSecure(client.send("POST", "/api/v1/runs", "Authorization", bearer));
    // What Jetty refuses itself has them, too.
    for (String head :
        List.of(
            "GET /api/v1/runs/%zz HTTP/1.1\r\nHost: localhost",
            "GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000))) {
      String answer = client.raw(head);
      SecurityHeaders.ALL.forEach(
          (name, value) -> assertThat(answer).containsIgnoringCase(name + ": " + value));
      assertThat(answer).contains("about:blank");
    }
  }

  private static void assertSecure(HttpResponse<?> response) {
    SecurityHeaders.ALL.forEach(
        (name, value) -> assertThat(Client.header(response, name)).as(name).isEqualTo(value));
    assertThat(Client.header(response, "server")).isNull();
  }

  @Test
  void onTheLoopbackOnlyItsOwnNamesAreAnswered() throws Exception {
    start(new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN));
    for (String host : List.of("localhost", "LOCALHOST:80", "127.0.0.1:1", "[::1]", "[::1]:8080")) {
      assertThat(ask(host)).as(host).startsWith("HTTP/1.1 200 ");
    }
    for (String host :
        List.of(
            "evil.example",
            "localhost.evil.example:8080",
            "127.0.0.1.nip.io",
            "[::2]",
            "10.0.0.1")) {
      String answer = ask(host);
      assertThat(answer).as(host).startsWith("HTTP/1.1 421 ").contains("\"status\":421");
      assertThat(answer).containsIgnoringCase("content-type: application/problem+json");
    }
    assertThat(client.raw("GET /api/v1/runs HTTP/1.0")).contains(" 200 ");
  }

  @Test
  void withATokenTheNameDoesNotMatter() throws Exception {
    start(TestApi.guarded());
    assertThat(
            client.raw(
                "GET /api/v1/runs HTTP/1.1\r\nHost: tailwatch.example\r\nAuthorization: Bearer "
                    + TestApi.TOKEN))
        .startsWith("HTTP/1.1 200 ");
    assertThat(ask("tailwatch.example")).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void onAllAddressesTheNameDoesNotMatterEither() throws Exception {
    start(new HttpSettings("0.0.0.0", 0, HttpAccess.OPEN));
    assertThat(ask("tailwatch.example")).startsWith("HTTP/1.1 200 ");
  }

  private String ask(String host) throws Exception {
    return client.raw("GET /api/v1/runs HTTP/1.1\r\nHost: " + host);
  }

  @Test
  void pagesOfOtherOriginsMayReadNothing() throws Exception {
    start(new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN));
    HttpResponse<String> response = client.get("/api/v1/runs", "Origin", EVIL);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"));
    HttpResponse<String> asked =
        client.send(
            "OPTIONS", "/api/v1/runs", "Origin", EVIL, "Access-Control-Request-Method", "GET");
    assertThat(asked.statusCode()).isEqualTo(405);
    assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
  }

  @Test
  void onlyTheOriginsThatWereNamedMay() throws Exception {
    start(TestApi.guarded(FRIEND));
    String bearer = "Bearer " + TestApi.TOKEN;
    HttpResponse<String> friend =
        client.get("/api/v1/runs", "Origin", FRIEND, "Authorization", bearer);
    assertThat(friend.statusCode()).isEqualTo(200);
    assertThat(Client.header(friend, "access-control-allow-origin")).isEqualTo(FRIEND);
    assertThat(Client.header(friend, "access-control-allow-credentials")).isNull();
    assertThat(Client.header(friend, "access-control-expose-headers")).contains("Link");
    assertThat(friend.headers().allValues("vary")).contains("Origin");
    for (String other : List.of(EVIL, "https://friend.example", FRIEND + "0", "null")) {
      HttpResponse<String> response =
          client.get("/api/v1/runs", "Origin", other, "Authorization", bearer);
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(Client.header(response, "access-control-allow-origin")).as(other).isNull();
    }
    // A browser asks without the token whether it may ask with it.
    HttpResponse<String> asked =
        client.send(
            "OPTIONS",
            "/api/v1/runs",
            "Origin",
            FRIEND,
            "Access-Control-Request-Method",
            "GET",
            "Access-Control-Request-Headers",
            "authorization");
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(asked.body()).isEmpty();
    assertThat(Client.header(asked, "access-control-allow-methods")).isEqualTo("GET, HEAD");
    assertThat(Client.header(asked, "access-control-allow-headers")).contains("Authorization");
    assertThat(client.get("/api/v1/runs", "Origin", FRIEND).statusCode()).isEqualTo(401);
  }

  @Test
  void originsMustBeExact() {
    start(new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN));
    for (String origin :
        List.of("*", "friend.example", "https://friend.example/", "https://*.x", "null")) {
      assertThatThrownBy(() -> new HttpAccess(Optional.empty(), List.of(origin)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageEndingWith(": was " + origin);
    }
  }

  @Test
  void requestsAreBounded() throws Exception {
    start(new HttpSettings("127.0.0.1", 0, HttpAccess.OPEN));
    HttpResponse<String> query = client.get("/api/v1/runs?after=" + "x".repeat(6_000));
    assertThat(query.statusCode()).isEqualTo(414);
    assertThat(Client.json(query).get("detail").asText())
        .isEqualTo("the query must have at most 6000 characters: had 6006");
    assertThat(client.get("/api/v1/runs?after=" + "x".repeat(5_900)).statusCode()).isEqualTo(200);
    // Two names of the greatest length still fit.
    String name = "%E2%82%AC".repeat(256);
    assertThat(client.get("/api/v1/runs/" + name + "/series/" + name + "/norm").statusCode())
        .isEqualTo(404);
    assertThat(client.get("/api/v1/runs/" + "x".repeat(20_000)).statusCode()).isEqualTo(414);
    assertThat(client.get("/api/v1/runs", "X-Long", "x".repeat(20_000)).statusCode())
        .isEqualTo(431);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }
}
