// SPDX-License-Identifier: Apache-2.0

/**
 * The data that live trainings learn from: two real data sets shipped with origin and terms ({@link
 * io.tailwatch.producer.data.DataSets}), the reproducible synthetic problems of the theory note
 * ({@link io.tailwatch.producer.data.SyntheticProblems}) and any numeric CSV file ({@link
 * io.tailwatch.producer.data.CsvData}). Everything is held in memory and loaded once; nothing here
 * knows of training or Kafka.
 */
package io.tailwatch.producer.data;
