package dev.attractor.cli.screen;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Reads what is typed below a screen, and tells the screen where that leaves its cursor. */
public final class ReaderAtScreen extends BufferedReader {
  private final Screen screen;
  private final BooleanSupplier somebodyTypes;

  /**
   * Makes a reader.
   *
   * @param somebodyTypes whether the input is a terminal, which shows what is typed
   */
  public ReaderAtScreen(Reader in, Screen screen, BooleanSupplier somebodyTypes) {
    super(in);
    this.screen = screen;
    this.somebodyTypes = somebodyTypes;
  }

  @Override
  public @Nullable String readLine() throws IOException {
    String line = super.readLine();
    if (line != null) {
      screen.typed(somebodyTypes.getAsBoolean());
    }
    return line;
  }
}
