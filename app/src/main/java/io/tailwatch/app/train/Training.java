// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.app.train;

import io.tailwatch.producer.training.Trainer;
import java.util.function.LongFunction;

/**
 * What is to be trained.
 *
 * @param name for the run that nobody named
 * @param model for people
 * @param data for people; empty where nothing is learned from
 * @param optimizer for people
 * @param trainer makes the training of a seed; chains differ in nothing else
 */
record Training(
    String name, String model, String data, String optimizer, LongFunction<Trainer> trainer) {}
