package dev.attractor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be printed is remembered, but for what nobody wants to read. */
class CheckedOutputTest {
  private static OutputStream failingWith(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void theFirstFailureIsRemembered() {
    try (CheckedOutput output = new CheckedOutput(failingWith("No space left on device"))) {
      assertThatThrownBy(() -> output.write('x')).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> output.write(new byte[2])).isInstanceOf(IOException.class);
      assertThat(output.failure()).hasValue("No space left on device");
    } catch (IOException e) {
      throw new AssertionError("closing writes nothing", e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Broken pipe", "Bad file descriptor"})
  void whatNobodyReadsIsNotMissing(String why) throws IOException {
    try (CheckedOutput output = new CheckedOutput(failingWith(why))) {
      assertThatThrownBy(() -> output.write('x')).isInstanceOf(IOException.class);
      assertThat(output.failure()).isEmpty();
    }
  }

  @Test
  void whatIsPrintedIsPrinted() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (CheckedOutput output = new CheckedOutput(printed)) {
      output.write("two ".getBytes(StandardCharsets.UTF_8));
      output.write('x');
      assertThat(output.failure()).isEmpty();
    }
    assertThat(printed).hasToString("two x");
  }
}
