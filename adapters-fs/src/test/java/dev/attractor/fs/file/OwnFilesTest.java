package dev.attractor.fs.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnFilesTest {
  private static final int AT_ONCE = 4;
  private static final int FILES = 200;

  @TempDir private Path folder;

  /** As two programs do that start the same run. */
  @Test
  void severalMayOpenAFileThatNoneHasMadeYet() throws Exception {
    CyclicBarrier together = new CyclicBarrier(AT_ONCE);
    List<Future<Integer>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int one = 0; one < AT_ONCE; one++) {
        all.add(
            threads.submit(() -> {
              for (int n = 0; n < FILES; n++) {
                together.await();
                try (FileOutputStream out = OwnFiles.append(folder.resolve("file" + n))) {
                  out.write('x');
                }
              }
              return FILES;
            }));
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(FILES);
      }
    }
    for (int n = 0; n < FILES; n++) {
      assertThat(Files.size(folder.resolve("file" + n))).isEqualTo(AT_ONCE);
    }
  }
}
