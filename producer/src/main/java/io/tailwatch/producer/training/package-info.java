// SPDX-License-Identifier: Apache-2.0

/**
 * Live trainings to watch: mini-batch SGD on a ridge regression ({@link
 * io.tailwatch.producer.training.RidgeSgd}), processes whose tails are known ({@link
 * io.tailwatch.producer.training.HsgdSde}, {@link
 * io.tailwatch.producer.training.OrnsteinUhlenbeck}), and the loop that runs any {@link
 * io.tailwatch.producer.training.Trainer} on its own thread and hands every step, with what theory
 * needs to know, to an {@link io.tailwatch.producer.training.IterateSink} ({@link
 * io.tailwatch.producer.training.LiveTraining}).
 */
package io.tailwatch.producer.training;
