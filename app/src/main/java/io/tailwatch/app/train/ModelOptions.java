// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.app.cli.CommandFailure;
import io.tailwatch.app.cli.Console;
import io.tailwatch.producer.data.DataSet;
import io.tailwatch.producer.data.Hyperparameters;
import io.tailwatch.producer.training.HsgdSde;
import io.tailwatch.producer.training.LearningRateSchedule;
import io.tailwatch.producer.training.OrnsteinUhlenbeck;
import io.tailwatch.producer.training.RidgeRegression;
import io.tailwatch.producer.training.RidgeSgd;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** Which model, with all that belongs to it. */
final class ModelOptions {
  /** Options that not every model takes. */
  private static final Map<String, Predicate<Model>> TAKEN_BY = takenBy();

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "ridge",
      converter = Model.Converter.class,
      description = {
        "ridge (ridge regression by SGD), random-features (the same on random features),",
        "hsgd (homogenized SGD, the diffusion itself), ou and stable-ou (Ornstein-Uhlenbeck",
        "processes with Gaussian and alpha-stable noise)."
      })
  private Model model;

  @Mixin private final DataOptions data = new DataOptions();

  @Mixin private final SgdOptions sgd = new SgdOptions();

  @Mixin private final ScheduleOptions schedule = new ScheduleOptions();

  @Mixin private final ProcessOptions process = new ProcessOptions();

  private static Map<String, Predicate<Model>> takenBy() {
    Map<String, Predicate<Model>> taken = new LinkedHashMap<>();
    for (String option : new String[] {"--features", "--feature-map", "--feature-scale"}) {
      taken.put(option, model -> model == Model.RANDOM_FEATURES);
    }
    for (String option :
        new String[] {
          "--data",
          "--target-column",
          "--learning-rate",
          "--batch-size",
          "--ridge",
          "--second-learning-rate",
          "--steps-each",
          "--learning-rate-at",
          "--cosine-to",
          "--warm-up",
          "--schedule-steps"
        }) {
      taken.put(option, Model::hasData);
    }
    taken.put("--momentum", Model::isSgd);
    taken.put("--sampling", Model::isSgd);
    taken.put("--spacing", model -> !model.isSgd());
    for (String option : new String[] {"--dimension", "--theta", "--sigma"}) {
      taken.put(option, model -> !model.hasData());
    }
    taken.put("--alpha", model -> model == Model.STABLE_OU);
    taken.put("--beta", model -> model == Model.STABLE_OU);
    return taken;
  }

  /** What is left to do once all options and data are known to be good. */
  @FunctionalInterface
  interface Preparation {
    /**
     * Prepares the training; may look for a learning rate, for seconds.
     *
     * @throws java.util.concurrent.CancellationException if cancelled
     */
    Training prepare(Console console, BooleanSupplier cancelled);
  }

  /** Refuses what was given on the command line and the model does not take. */
  private void check(ParseResult given) {
    TAKEN_BY.forEach(
        (option, takes) -> {
          if (given.hasMatchedOption(option) && !takes.test(model)) {
            throw CommandFailure.usage(
                option
                    + " is not an option of --model "
                    + model.label()
                    + ", but of "
                    + Arrays.stream(Model.values())
                        .filter(takes)
                        .map(Model::label)
                        .collect(Collectors.joining(", ")));
          }
        });
  }

  /**
   * Reads the options and the data.
   *
   * @throws CommandFailure (usage) if an option is wrong, or is none of the model
   * @throws io.tailwatch.producer.data.BadDataException if the data cannot be used
   */
  Preparation read(ParseResult given, long seed) {
    check(given);
    return model.hasData() ? learning(data.load(model, seed)) : ornsteinUhlenbeck();
  }

  private Preparation ornsteinUhlenbeck() {
    OrnsteinUhlenbeck.Options options = process.ornsteinUhlenbeck(model);
    var training =
        new Training(
            model.label(),
            process.describe(model),
            "",
            "",
            seed -> new OrnsteinUhlenbeck(options, seed));
    return (console, cancelled) -> training;
  }

  private Preparation learning(DataSet set) {
    RidgeParameters known = sgd.parameters(set);
    schedule.schedule(known.learningRate().orElse(1.0));
    RidgeSgd.Options options = sgd.sgd(known.batchSize());
    HsgdSde.Options fine = process.hsgd();
    return (console, cancelled) -> {
      if (known.learningRate().isEmpty()) {
        console.say("looking for a learning rate with Kesten index 5, a few seconds ...");
      }
      Hyperparameters found = known.complete(set, cancelled);
      LearningRateSchedule rates = schedule.schedule(found.learningRate());
      var problem = new RidgeRegression(set, found.ridge());
      return model == Model.HSGD
          ? new Training(
              "hsgd-" + set.name(),
              "homogenized SGD of a ridge regression",
              set.name(),
              "none: a diffusion",
              seed -> new HsgdSde(problem, found.batchSize(), rates, fine, seed))
          : new Training(
              set.name(),
              model == Model.RIDGE ? "ridge regression" : "random-feature regression",
              set.name(),
              sgd.optimizer(),
              seed -> new RidgeSgd(problem, options, rates, seed));
    };
  }
}
