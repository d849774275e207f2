// SPDX-License-Identifier: Apache-2.0
package io.tailwatch.producer.ingest;

import io.tailwatch.events.v1.DataType;
import io.tailwatch.producer.data.BadDataException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in front of an array: a Python dictionary with the keys {@code descr}, {@code
 * fortran_order} and {@code shape}, as <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>
 * describes it. Read by hand: no library for it is kept up.
 *
 * @param type of the numbers
 * @param order of their bytes
 * @param vectors how many rows there are
 * @param dimension length of each
 */
record NpyHeader(DataType type, ByteOrder order, long vectors, int dimension) {
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=]?[A-Za-z]\\d{1,3})'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(((?:\\s*\\d{1,18}L?\\s*,?)*)\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  /**
   * Reads a header.
   *
   * @param source for messages
   * @param text the dictionary
   * @param wanted length of the vectors, if the user gave one: then an array of one axis is cut
   *     into vectors of this length
   * @throws BadDataException if the array cannot be read
   */
  static NpyHeader parse(String source, String text, OptionalInt wanted) {
    Matcher descr = DESCR.matcher(text);
    Matcher fortran = FORTRAN.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find()) {
      throw new BadDataException(
          source + ": holds no plain numbers; save an array with .astype('<f4') or '<f8'");
    }
    if (!fortran.find() || !shape.find()) {
      throw new BadDataException(source + ": its header is not that of a NumPy array");
    }
    String type = descr.group(1);
    List<Long> axes = new ArrayList<>();
    for (Matcher number = NUMBER.matcher(shape.group(1)); number.find(); ) {
      axes.add(Long.parseLong(number.group()));
    }
    if (axes.isEmpty()) {
      throw new BadDataException(
          source + ": holds a single number; save an array of one or more axes");
    }
    long length = rowLength(source, axes);
    long vectors = axes.get(0);
    if (vectors > Long.MAX_VALUE / Double.BYTES / length) {
      throw new BadDataException(source + ": its header says " + vectors + " vectors: too many");
    }
    if (fortran.group(1).equals("True") && vectors > 1 && length > 1) {
      throw new BadDataException(
          source
              + ": is in Fortran order, column by column; save it with numpy.ascontiguousarray(x)");
    }
    if (wanted.isPresent() && wanted.getAsInt() != length) {
      int each = wanted.getAsInt();
      if (axes.size() > 1 || vectors % each != 0) {
        throw new BadDataException(
            source
                + ": has shape ("
                + shape.group(1).strip()
                + "), which cannot be cut into vectors of "
                + each);
      }
      vectors /= each;
      length = each;
    }
    return new NpyHeader(dataType(source, type), order(type), vectors, (int) length);
  }

  private static long rowLength(String source, List<Long> axes) {
    long length = 1;
    for (long axis : axes.subList(1, axes.size())) {
      if (axis > 0 && length > InputLayout.MAX_DIMENSION / axis) {
        throw new BadDataException(
            source
                + ": its rows have more than "
                + InputLayout.MAX_DIMENSION
                + " values; publish some of the coordinates");
      }
      length *= axis;
    }
    if (length == 0) {
      throw new BadDataException(source + ": its rows have no values");
    }
    return length;
  }

  private static DataType dataType(String source, String type) {
    return switch (type.replaceFirst("^[<>|=]", "")) {
      case "f2" -> DataType.DATA_TYPE_FLOAT16;
      case "f4" -> DataType.DATA_TYPE_FLOAT32;
      case "f8" -> DataType.DATA_TYPE_FLOAT64;
      default ->
          throw new BadDataException(
              source
                  + ": holds numbers of type "
                  + type
                  + "; save it with .astype('<f4') or .astype('<f8')");
    };
  }

  private static ByteOrder order(String type) {
    return switch (type.charAt(0)) {
      case '>' -> ByteOrder.BIG_ENDIAN;
      case '<' -> ByteOrder.LITTLE_ENDIAN;
      default -> ByteOrder.nativeOrder();
    };
  }
}
