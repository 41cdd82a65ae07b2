package dev.attractor.cli.pipelines;

import dev.attractor.domain.simulate.TestCase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The results of cases as servers of continuous integration read them: a suite a pipeline. */
final class JunitXml {
  private static final int REPLACEMENT = 0xFFFD;

  private final XMLStreamWriter out;

  private JunitXml(XMLStreamWriter out) {
    this.out = out;
  }

  /** Returns the file, in UTF-8. */
  static byte[] of(List<TestedFile> tested) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      XMLStreamWriter out =
          XMLOutputFactory.newDefaultFactory()
              .createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
      new JunitXml(out).write(tested);
      out.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e); // nothing but memory is written to
    }
    return bytes.toByteArray();
  }

  private void write(List<TestedFile> tested) throws XMLStreamException {
    out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    begin("testsuites");
    count(
        tested.stream().mapToInt(file -> file.results().size()).sum(),
        tested.stream().mapToLong(TestedFile::failed).sum());
    for (TestedFile file : tested) {
      begin("testsuite");
      attribute("name", file.pipeline());
      count(file.results().size(), file.failed());
      for (TestCase.Result result : file.results()) {
        write(file, result);
      }
      end();
    }
    end();
    out.writeEndDocument();
  }

  private void write(TestedFile file, TestCase.Result result) throws XMLStreamException {
    begin("testcase");
    attribute("classname", file.pipeline());
    attribute("name", result.tested().name());
    attribute("time", "0");
    if (!result.holds()) {
      List<String> told = TestCommand.told(result);
      begin("failure");
      attribute("message", told.getFirst());
      out.writeCharacters(allowed(String.join("\n", told)));
      end();
    }
    end();
  }

  private void count(int cases, long failed) throws XMLStreamException {
    attribute("tests", Integer.toString(cases));
    attribute("failures", Long.toString(failed));
    attribute("errors", "0");
    attribute("skipped", "0");
  }

  private void begin(String element) throws XMLStreamException {
    out.writeCharacters("\n");
    out.writeStartElement(element);
  }

  private void end() throws XMLStreamException {
    out.writeEndElement();
  }

  private void attribute(String name, String value) throws XMLStreamException {
    out.writeAttribute(name, allowed(value));
  }

  /** XML 1.0 has no way at all to write some signs, such as control characters. */
  private static String allowed(String text) {
    return text.codePoints()
        .map(sign -> isAllowed(sign) ? sign : REPLACEMENT)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean isAllowed(int sign) {
    return sign == '\t'
        || sign == '\n'
        || sign == '\r'
        || (sign >= 0x20 && sign <= 0xD7FF)
        || (sign >= 0xE000 && sign <= 0xFFFD)
        || sign >= 0x10000;
  }
}
