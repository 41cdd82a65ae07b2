package dev.attractor.reports.picture;

import dev.attractor.domain.dot.DotReader;
import dev.attractor.domain.dot.Parse;
import dev.attractor.domain.pipeline.Pipeline;
import dev.attractor.domain.source.SourceText;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** What tests read in pictures. */
final class Pictures {
  private static final Pattern NUMBERS = Pattern.compile("(-?[0-9.]+),(-?[0-9.]+)");

  private Pictures() {}

  static Pipeline pipeline(String statements) {
    return read(new SourceText("p.dot", "digraph p {\n" + statements + "\n}"));
  }

  static Pipeline read(SourceText source) {
    return switch (DotReader.read(source)) {
      case Parse.Read(Pipeline pipeline) -> pipeline;
      case Parse.Refused refused -> throw new AssertionError(refused.toString());
    };
  }

  static Element svg(Pipeline pipeline) throws Exception {
    return parsed(new DrawnPictures().svg(pipeline, Optional.empty()));
  }

  static Element parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  static List<Element> all(Element root, String tag) {
    NodeList found = root.getElementsByTagName(tag);
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  static List<Element> groups(Element root, String cssClass) {
    return all(root, "g").stream()
        .filter(group -> group.getAttribute("class").equals(cssClass))
        .toList();
  }

  static Element node(Element root, String id) {
    return groups(root, "node").stream()
        .filter(group -> group.getAttribute("data-node").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no node " + id));
  }

  static Element edge(Element root, String from, String to) {
    return groups(root, "edge").stream()
        .filter(group -> group.getAttribute("data-from").equals(from))
        .filter(group -> group.getAttribute("data-to").equals(to))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no edge " + from + " -> " + to));
  }

  static List<String> texts(Element root) {
    return all(root, "text").stream().map(Element::getTextContent).toList();
  }

  static List<String> nodes(Element root) {
    return groups(root, "node").stream().map(group -> group.getAttribute("data-node")).toList();
  }

  static List<String> edges(Element root) {
    return groups(root, "edge").stream()
        .map(group -> group.getAttribute("data-from") + ">" + group.getAttribute("data-to"))
        .toList();
  }

  /** The box around the first shape in a group: a node's outline. */
  static Box box(Element group) {
    List<MatchResult> points =
        NUMBERS.matcher(all(group, "path").getFirst().getAttribute("d")).results().toList();
    double[] x = points.stream().mapToDouble(p -> Double.parseDouble(p.group(1))).toArray();
    double[] y = points.stream().mapToDouble(p -> Double.parseDouble(p.group(2))).toArray();
    double left = Arrays.stream(x).min().orElseThrow();
    double top = Arrays.stream(y).min().orElseThrow();
    return new Box(
        left,
        top,
        Arrays.stream(x).max().orElseThrow() - left,
        Arrays.stream(y).max().orElseThrow() - top);
  }

  /** The pairs of nodes that lie one upon the other. */
  static List<String> overlaps(Element root) {
    List<Element> nodes = groups(root, "node");
    List<Box> boxes = nodes.stream().map(Pictures::box).toList();
    List<String> overlaps = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      for (int k = i + 1; k < boxes.size(); k++) {
        if (boxes.get(i).overlaps(boxes.get(k))) {
          overlaps.add(
              nodes.get(i).getAttribute("data-node")
                  + " "
                  + nodes.get(k).getAttribute("data-node"));
        }
      }
    }
    return overlaps;
  }
}
