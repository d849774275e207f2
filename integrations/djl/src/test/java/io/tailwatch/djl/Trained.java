// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** A small network that is trained the same way each time, with the engine of PyTorch. */
final class Trained {
  static final int EPOCHS = 3;
  static final int BATCHES = 8;
  static final int STEPS = EPOCHS * BATCHES;
  private static final int BATCH = 16;
  private static final int FEATURES = 6;

  private Trained() {}

  /** Trains, and gives the parameters that come of it, by name. */
  static Map<String, float[]> with(Optimizer optimizer, TrainingListener... listeners)
      throws Exception {
    Engine.getInstance().setRandomSeed(20240207);
    try (Model model = Model.newInstance("mlp", Device.cpu());
        NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      model.setBlock(
          new SequentialBlock()
              .add(Linear.builder().setUnits(12).build())
              .add(Activation::relu)
              .add(Linear.builder().setUnits(1).build()));
      var config =
          new DefaultTrainingConfig(Loss.l2Loss())
              .optDevices(new Device[] {Device.cpu()})
              .optOptimizer(optimizer)
              .addTrainingListeners(listeners);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(BATCH, FEATURES));
        EasyTrain.fit(trainer, EPOCHS, data(manager), null);
        return parameters(trainer);
      }
    }
  }

  static Map<String, float[]> parameters(Trainer trainer) {
    Map<String, float[]> values = new LinkedHashMap<>();
    for (var each : trainer.getModel().getBlock().getParameters()) {
      values.put(each.getKey(), each.getValue().getArray().toFloatArray());
    }
    return values;
  }

  private static ArrayDataset data(NDManager manager) {
    var random = new Random(1);
    float[] rows = new float[BATCH * BATCHES * FEATURES];
    float[] targets = new float[BATCH * BATCHES];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
      targets[i / FEATURES] += rows[i] * (i % FEATURES - 2);
    }
    NDArray x = manager.create(rows, new Shape(BATCH * BATCHES, FEATURES));
    NDArray y = manager.create(targets, new Shape(BATCH * BATCHES, 1));
    return new ArrayDataset.Builder().setData(x).optLabels(y).setSampling(BATCH, false).build();
  }
}
