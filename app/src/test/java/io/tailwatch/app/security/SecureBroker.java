// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.security;

import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A broker whose clients need TLS and a password, with permissions: {@code admin} may do all,
 * {@code reader} what it is granted. Certificates are made anew by the JDK's own keytool.
 */
public final class SecureBroker implements AutoCloseable {

  /** Must never be printed. */
  public static final String PASSWORD = "correct-horse-battery";

  private static final String STORE_PASSWORD = "staple-of-the-store";
  private static final String LOGIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  private final EmbeddedBroker broker;
  private final Path trust;
  private final Path otherTrust;

  private SecureBroker(EmbeddedBroker broker, Path trust, Path otherTrust) {
    this.broker = broker;
    this.trust = trust;
    this.otherTrust = otherTrust;
  }

  /** Makes the stores in a directory and starts. */
  public static SecureBroker start(Path dir) throws IOException, InterruptedException {
    Path key = keyStore(dir, "broker");
    Path trust = trustStore(dir, "broker", key);
    Path otherTrust = trustStore(dir, "other", keyStore(dir, "other"));
    var properties = new HashMap<String, String>();
    properties.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:PLAINTEXT");
    properties.put("sasl.enabled.mechanisms", "PLAIN");
    properties.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
    properties.put(
        "listener.name.client.plain.sasl.jaas.config",
        LOGIN
            + "username=\"broker\" password=\"%1$s\" user_broker=\"%1$s\" user_admin=\"%1$s\" user_reader=\"%1$s\";"
                .formatted(PASSWORD));
    properties.put("ssl.keystore.location", key.toString());
    properties.put("ssl.keystore.password", STORE_PASSWORD);
    properties.put("ssl.truststore.location", trust.toString());
    properties.put("ssl.truststore.password", STORE_PASSWORD);
    properties.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    properties.put("super.users", "User:ANONYMOUS;User:broker;User:admin");
    return new SecureBroker(
        EmbeddedBroker.start(BrokerOptions.ephemeral().withOverrides(properties)),
        trust,
        otherTrust);
  }

  private static Path keyStore(Path dir, String name) throws IOException, InterruptedException {
    Path store = dir.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        name,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-validity",
        "2",
        "-dname",
        "CN=" + name,
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD);
    return store;
  }

  private static Path trustStore(Path dir, String name, Path keyStore)
      throws IOException, InterruptedException {
    Path certificate = dir.resolve(name + ".crt");
    keytool(
        "-exportcert",
        "-alias",
        name,
        "-keystore",
        keyStore.toString(),
        "-storepass",
        STORE_PASSWORD,
        "-file",
        certificate.toString());
    Path store = dir.resolve(name + "-trust.p12");
    keytool(
        "-importcert",
        "-noprompt",
        "-alias",
        name,
        "-file",
        certificate.toString(),
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        STORE_PASSWORD);
    return store;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile("keytool", "");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + Files.readString(said));
    }
    Files.delete(said);
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** What a client of this user needs. */
  public Map<String, String> client(String user, String password) {
    var properties = new TreeMap<String, String>();
    properties.put("security.protocol", "SASL_SSL");
    properties.put("sasl.mechanism", "PLAIN");
    properties.put(
        "sasl.jaas.config", LOGIN + "username=\"" + user + "\" password=\"" + password + "\";");
    properties.put("ssl.truststore.location", trust.toString());
    properties.put("ssl.truststore.password", STORE_PASSWORD);
    return properties;
  }

  /** The same with a store of certificates that does not hold the broker's. */
  public Map<String, String> distrustful() {
    var properties = new TreeMap<>(client("admin", PASSWORD));
    properties.put("ssl.truststore.location", otherTrust.toString());
    return properties;
  }

  /** Words that no output may hold. */
  public static List<String> secrets() {
    return List.of(PASSWORD, STORE_PASSWORD);
  }

  @Override
  public void close() {
    broker.close();
  }
}
