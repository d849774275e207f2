// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.tails.theory;

/**
 * {@code M = I - gamma (delta I + (1/B) sum a_i a_i^T)} over batches of given rows, drawn by {@link
 * BatchDraws}. A vector carries the row drawn last and its anchor, the row along which it has
 * grown. Cost of one matrix: (B + 1) 4 d flops.
 */
final class RowMatrices implements MatrixLaw {
  private static final int MEMORY = 2;

  private final FlatRows rows;
  private final double ridge;
  private final int batchSize;

  RowMatrices(FlatRows rows, double ridge, int batchSize) {
    this.rows = rows;
    this.ridge = ridge;
    this.batchSize = batchSize;
  }

  @Override
  public RandomMatrix importance(double learningRate, double alpha, long seed) {
    return new Matrix(BatchDraws.importance(rows, batchSize, seed), learningRate);
  }

  @Override
  public RandomMatrix plain(double learningRate, long seed) {
    return new Matrix(BatchDraws.uniform(rows, batchSize, seed), learningRate);
  }

  @Override
  public int dimension() {
    return rows.dimension();
  }

  @Override
  public int memory() {
    return MEMORY;
  }

  private final class Matrix implements RandomMatrix {
    private final BatchDraws draws;
    private final double keep;
    private final double pull;
    private final int dimension = rows.dimension();

    Matrix(BatchDraws draws, double learningRate) {
      this.draws = draws;
      keep = 1 - learningRate * ridge;
      pull = learningRate / batchSize;
    }

    @Override
    public int dimension() {
      return dimension;
    }

    @Override
    public int memory() {
      return MEMORY;
    }

    /**
     * Along a long row: the regime that large moments come from is easy to leave and hard to find
     * for a population of any size.
     */
    @Override
    public void begin(double[] vectors, int offset, int[] memories, int memoryOffset) {
      int row = draws.firstRow();
      System.arraycopy(rows.values, row * dimension, vectors, offset, dimension);
      memories[memoryOffset] = row;
      memories[memoryOffset + 1] = row;
    }

    @Override
    public double apply(
        double[] from,
        int source,
        double scale,
        double[] to,
        int target,
        int[] fromMemory,
        int sourceMemory,
        int[] toMemory,
        int targetMemory) {
      int anchor = fromMemory[sourceMemory + 1];
      double logRatio = draws.next(anchor, fromMemory[sourceMemory]);
      int steepest = move(from, source, scale, to, target);
      toMemory[targetMemory] = draws.batch[batchSize - 1];
      toMemory[targetMemory + 1] = anchor(anchor, steepest, to, target);
      return logRatio;
    }

    /** Returns the row of the batch with the largest inner product. */
    private int move(double[] from, int source, double scale, double[] to, int target) {
      double[] a = rows.values;
      double kept = keep * scale;
      for (int j = 0; j < dimension; j++) {
        to[target + j] = kept * from[source + j];
      }
      int steepest = draws.batch[0];
      double largest = -1;
      for (int number : draws.batch) {
        int row = number * dimension;
        double product = product(row, from, source);
        if (Math.abs(product) > largest) {
          largest = Math.abs(product);
          steepest = number;
        }
        double factor = pull * scale * product;
        for (int j = 0; j < dimension; j++) {
          to[target + j] -= factor * a[row + j];
        }
      }
      return steepest;
    }

    /** Of two rows the one that the vector points along more; its length counts. */
    private int anchor(int old, int candidate, double[] vectors, int vector) {
      if (old == candidate) {
        return old;
      }
      double oldProduct = Math.abs(product(old * dimension, vectors, vector));
      double newProduct = Math.abs(product(candidate * dimension, vectors, vector));
      return newProduct > oldProduct ? candidate : old;
    }

    /** In two interleaved sums: a fixed order that still leaves the processor some parallelism. */
    private double product(int row, double[] vectors, int vector) {
      double[] a = rows.values;
      double even = 0;
      double odd = 0;
      int j = 0;
      for (; j + 1 < dimension; j += 2) {
        even += a[row + j] * vectors[vector + j];
        odd += a[row + j + 1] * vectors[vector + j + 1];
      }
      if (j < dimension) {
        even += a[row + j] * vectors[vector + j];
      }
      return even + odd;
    }
  }
}
