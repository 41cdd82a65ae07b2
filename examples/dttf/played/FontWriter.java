import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Puts tables together to a file. */
final class FontWriter {
  private static final int WHOLE = 0xB1B0AFBA;
  private static final int ADJUSTMENT = 8;

  private FontWriter() {}

  static byte[] write(Map<String, byte[]> tables) {
    int start = 12 + 16 * tables.size();
    int size = start + tables.values().stream().mapToInt(table -> padded(table.length)).sum();
    ByteBuffer file = ByteBuffer.allocate(size);
    int power = Integer.highestOneBit(tables.size());
    file.putInt(0x10000)
        .putShort((short) tables.size())
        .putShort((short) (16 * power))
        .putShort((short) Integer.numberOfTrailingZeros(power))
        .putShort((short) (16 * (tables.size() - power)));
    int offset = start;
    int head = 0;
    for (Map.Entry<String, byte[]> table : new TreeMap<>(tables).entrySet()) {
      byte[] content = table.getValue();
      file.put(table.getKey().getBytes(StandardCharsets.US_ASCII))
          .putInt(sum(content))
          .putInt(offset)
          .putInt(content.length);
      file.put(offset, content);
      if (table.getKey().equals("head")) {
        head = offset;
      }
      offset += padded(content.length);
    }
    file.putInt(head + ADJUSTMENT, WHOLE - sum(file.array()));
    return file.array();
  }

  /** The sum of the words of four bytes, the last one filled up with zeros. */
  static int sum(byte[] bytes) {
    int sum = 0;
    for (int i = 0; i < bytes.length; i++) {
      sum += (bytes[i] & 255) << 24 - 8 * (i % 4);
    }
    return sum;
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }
}
