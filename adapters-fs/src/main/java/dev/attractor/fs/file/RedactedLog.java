package dev.attractor.fs.file;

import dev.attractor.domain.agent.AgentEvent;
import dev.attractor.domain.secret.RedactingStream;
import dev.attractor.domain.secret.Redactor;
import dev.attractor.ports.runfolder.StageFolder.LineLog;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of lines without secrets. */
public final class RedactedLog implements LineLog {
  private final Path file;
  private final Redactor redactor;
  private final RedactingStream text;
  private final Writer out;

  /** Makes a log that writes there; closing it closes the stream. */
  public RedactedLog(Path file, OutputStream out, Redactor redactor) {
    this.file = file;
    this.redactor = redactor;
    this.text = redactor.stream();
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void line(String line) {
    write(text.take(line + "\n"));
  }

  @Override
  public synchronized void event(AgentEvent event) {
    write(text.end() + RedactedJson.line(StageJson.of(event), redactor));
  }

  private void write(String certain) {
    try {
      out.write(certain);
      out.flush(); // people follow the file while it grows
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }

  @Override
  public synchronized void close() {
    try (out) {
      out.write(text.end());
    } catch (IOException e) {
      throw AtomicFile.cannotWrite(file, e);
    }
  }
}
