package dev.attractor.fs.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFolderTest {
  @Test
  void whatIsWrittenThereCanBeReadAndGoesWithTheFolder() throws IOException {
    Path path;
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      path = folder.path();
      assertThat(folder.read("a")).isEmpty();
      Files.writeString(path.resolve("a"), "one");
      assertThat(folder.read("a")).hasValue("one");
    }
    assertThat(path).doesNotExist();
  }

  @Test
  void whatIsNoTextCountsAsNone() throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.make()) {
      Files.createDirectory(folder.path().resolve("folder"));
      Files.write(folder.path().resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
      Files.createSymbolicLink(folder.path().resolve("device"), Path.of("/dev/zero"));

      assertThat(folder.read("folder")).isEmpty();
      assertThat(folder.read("bytes")).isEmpty();
      assertThat(folder.read("device")).isEmpty();
    }
  }
}
