package dev.attractor.archtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What authors of plugins build against says of itself what Maven Central asks for. */
class PublishedPomsTest {
  private static final Path ROOT = Path.of("..");

  /** What a module has from its parent. */
  private static final List<String> INHERITED =
      List.of(
          "url",
          "licenses/license/name",
          "licenses/license/url",
          "developers/developer/name",
          "developers/developer/email",
          "scm/connection",
          "scm/developerConnection",
          "scm/url");

  private static List<String> texts(Path pom, String place) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(ROOT.resolve(pom).toFile());
    NodeList found =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate("/project/" + place, document, XPathConstants.NODESET);
    return IntStream.range(0, found.getLength())
        .mapToObj(i -> found.item(i).getTextContent().strip())
        .toList();
  }

  /** The testkit, and what of this project it needs. */
  private static Set<String> published() throws Exception {
    Set<String> all = new TreeSet<>();
    Set<String> next = Set.of("testkit");
    while (all.addAll(next)) {
      Set<String> needed = new TreeSet<>();
      for (String module : next) {
        needed.addAll(
            texts(
                Path.of(module, "pom.xml"),
                "dependencies/dependency[groupId='dev.attractor']/artifactId"));
      }
      next = needed;
    }
    return all;
  }

  @Test
  void theyAreWhatAReleaseBrings() throws Exception {
    assertThat(published()).containsExactlyInAnyOrder("spi", "core-domain", "ports", "testkit");
  }

  @Test
  void eachIsNamedAndDescribed() throws Exception {
    Set<String> poms =
        published().stream().map(module -> module + "/pom.xml").collect(Collectors.toSet());
    poms.add("pom.xml");
    for (String pom : poms) {
      for (String place : List.of("name", "description")) {
        assertThat(texts(Path.of(pom), place)).as("%s of %s", place, pom).hasSize(1);
      }
    }
  }

  @Test
  void theParentSaysWhoseItIsAndWhereItComesFrom() throws Exception {
    for (String place : INHERITED) {
      assertThat(texts(Path.of("pom.xml"), place))
          .as(place)
          .isNotEmpty()
          .allSatisfy(text -> assertThat(text).isNotEmpty());
    }
  }
}
