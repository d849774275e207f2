// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.cli;

import io.tailwatch.analyzer.BrokerUnreachableException;
import io.tailwatch.analyzer.StateDirectoryException;
import io.tailwatch.analyzer.http.ListenException;
import io.tailwatch.app.broker.BrokerStartException;
import io.tailwatch.events.TopicCreationException;
import io.tailwatch.producer.data.BadDataException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what a command throws into one line on stderr and an exit code. Stack traces only with
 * {@code TAILWATCH_DEBUG=1}.
 */
public final class Failures {

  private Failures() {}

  /** For {@link CommandLine#setExecutionExceptionHandler}. */
  public static int report(Console console, Throwable failure) {
    if (console.debug()) {
      failure.printStackTrace(console.err());
    }
    Optional<ConfigException> refused =
        causeOf(failure, ConfigException.class).filter(e -> !isUnresolved(e));
    if (refused.isPresent()) {
      console.complain("Kafka does not accept a setting: " + reason(refused.get()));
      return ExitCode.USAGE;
    }
    if (StopSignal.goingDown()) {
      console.say("stopped");
      return ExitCode.OK;
    }
    Optional<AuthenticationException> shut = causeOf(failure, AuthenticationException.class);
    if (shut.isPresent() && !(failure instanceof CommandFailure)) {
      console.complain(notLetIn(shut.get()));
      return ExitCode.UNREACHABLE;
    }
    int code = exitCode(failure);
    console.complain(code < 0 ? unexpected(failure) : oneLine(failure.getMessage()));
    return code < 0 ? ExitCode.FAILURE : code;
  }

  /** What an authentication failure says, and which properties to look at. */
  public static String notLetIn(AuthenticationException failure) {
    if (failure instanceof SslAuthenticationException) {
      return "no TLS connection to Kafka ("
          + rootReason(failure)
          + "): correct ssl.truststore.location or the other ssl.* properties";
    }
    return "Kafka does not let us in ("
        + reason(failure)
        + "): correct sasl.mechanism, sasl.jaas.config or security.protocol";
  }

  /** Whether Kafka found no address for the names of the brokers: it says so as a bad setting. */
  public static boolean isUnresolved(Throwable failure) {
    return causeOf(failure, ConfigException.class)
        .filter(e -> String.valueOf(e.getMessage()).contains("No resolvable bootstrap"))
        .isPresent();
  }

  /** For {@link CommandLine#setParameterExceptionHandler}. */
  public static int reportUsage(Console console, ParameterException failure) {
    if (console.debug()) {
      failure.printStackTrace(console.err());
    }
    String name = failure.getCommandLine().getCommandSpec().qualifiedName();
    console.complain(
        oneLine(failure.getMessage()).replaceFirst("^Error: ", "")
            + suggestion(failure)
            + " (see "
            + name
            + " --help)");
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException failure) {
    return failure instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? ", did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?"
        : "";
  }

  /** The exit code of a failure whose message is meant for the user; -1 if it is not. */
  private static int exitCode(Throwable failure) {
    if (failure instanceof CommandFailure f) {
      return f.exitCode();
    }
    if (failure instanceof BrokerStartException
        || failure instanceof ListenException
        || failure instanceof StateDirectoryException) {
      return ExitCode.FAILURE;
    }
    if (failure instanceof BrokerUnreachableException) {
      return ExitCode.UNREACHABLE;
    }
    if (failure instanceof BadDataException) {
      return ExitCode.BAD_DATA;
    }
    if (failure instanceof TopicCreationException topics) {
      return topics.unreachable() ? ExitCode.UNREACHABLE : ExitCode.FAILURE;
    }
    return -1;
  }

  private static String unexpected(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return "out of memory: give it more with TAILWATCH_HEAP=4g";
    }
    Optional<KafkaException> kafka = causeOf(failure, KafkaException.class);
    if (kafka.isPresent()) {
      return "Kafka failed: " + sentence(kafka.get());
    }
    return "unexpected failure, " + reason(failure) + " (TAILWATCH_DEBUG=1 shows the trace)";
  }

  /** What an exception says, and the cause at its bottom. */
  public static String sentence(Throwable failure) {
    return reason(failure) + because(failure);
  }

  /** The cause at the bottom, where the exception above it only says that something failed. */
  private static String because(Throwable failure) {
    return failure.getCause() == null ? "" : ": " + rootReason(failure);
  }

  private static String rootReason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return reason(root);
  }

  /** What an exception says, in words, on one line. */
  public static String reason(Throwable failure) {
    if (failure instanceof NoSuchFileException || failure instanceof FileNotFoundException) {
      return "no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : oneLine(message);
  }

  private static String oneLine(String message) {
    return Printable.text(String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", "; "));
  }

  /** The first exception of a kind, from the outside in. */
  public static <T extends Throwable> Optional<T> causeOf(Throwable failure, Class<T> type) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (type.isInstance(t)) {
        return Optional.of(type.cast(t));
      }
    }
    return Optional.empty();
  }
}
