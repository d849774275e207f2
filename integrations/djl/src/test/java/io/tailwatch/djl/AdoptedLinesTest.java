// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import io.tailwatch.app.broker.BrokerOptions;
import io.tailwatch.app.broker.EmbeddedBroker;
import io.tailwatch.producer.publish.IteratePublisher;
import io.tailwatch.producer.publish.PublishStats;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lines of the README are those that {@link #train} runs. */
@Timeout(120)
class AdoptedLinesTest {
  private static final Path ROOT = Path.of("../..");

  @Test
  void theLinesOfTheReadmePublishATraining() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerOptions.ephemeral())) {
      PublishStats stats = train(broker.bootstrapServers());
      // Weight and bias, at each of 4 steps.
      assertThat(stats.publishedSteps()).isEqualTo(8);
      assertThat(stats.droppedSteps()).isZero();
    }
  }

  @Test
  void theyAreTheLinesOfTheReadme() throws Exception {
    String readme = Files.readString(ROOT.resolve("README.md"));
    String block = readme.substring(readme.indexOf("<!-- test: adopt-djl -->"));
    List<String> lines = block.lines().skip(2).takeWhile(line -> !line.startsWith("```")).toList();
    assertThat(lines).hasSize(2);
    String source =
        Files.readString(Path.of("src/test/java/io/tailwatch/djl/AdoptedLinesTest.java"));
    // The broker of a test has another port, and whoever counts must close.
    String run = source.replace("(servers)", "(\"localhost:9092\")");
    for (String line : lines) {
      assertThat(run).contains("    " + line + "\n");
    }
  }

  private static PublishStats train(String servers) throws Exception {
    var config = new DefaultTrainingConfig(Loss.l2Loss()).optDevices(new Device[] {Device.cpu()});
    var publisher = IteratePublisher.builder(servers).run("my-run").open();
    config.addTrainingListeners(new TailWatchListener(publisher));
    try (Model model = Model.newInstance("linear", Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      model.setBlock(Linear.builder().setUnits(1).build());
      try (var trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(4, 3));
        var data =
            new ArrayDataset.Builder()
                .setData(manager.randomNormal(new Shape(16, 3)))
                .optLabels(manager.randomNormal(new Shape(16, 1)))
                .setSampling(4, false)
                .build();
        EasyTrain.fit(trainer, 1, data, null);
      }
    }
    publisher.close();
    return publisher.stats();
  }
}
