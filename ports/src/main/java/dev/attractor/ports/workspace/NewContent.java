package dev.attractor.ports.workspace;

import java.io.IOException;
import java.io.InputStream;

/**
 * What a commit makes of a file.
 *
 * @param path the file; a commit, where what it brings cannot be told; or the message of one
 * @param size in bytes
 * @param now what it is
 * @param before what it was; nothing when it is new
 */
public record NewContent(String path, long size, Content now, Content before) {
  /** Bytes, as the repository has them. */
  @FunctionalInterface
  public interface Content {
    /** Nothing. */
    Content NONE = InputStream::nullInputStream;

    /**
     * Opens them.
     *
     * @throws IOException when the repository does not have them
     */
    InputStream open() throws IOException;
  }
}
