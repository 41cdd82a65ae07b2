package dev.attractor.reports.story;

import dev.attractor.domain.agent.Usage;
import dev.attractor.domain.run.Attempt;
import dev.attractor.ports.report.RunReports;
import dev.attractor.ports.report.RunReports.Subject;
import dev.attractor.ports.runfolder.RunSnapshot;
import dev.attractor.ports.runfolder.StageEvidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several runs in short.
 *
 * @param stories those that can be told, in the order asked for
 * @param unreadable those that cannot
 */
record Overview(List<Story> stories, List<Subject.Unreadable> unreadable) {
  static Overview of(List<Subject> runs) {
    List<Story> stories = new ArrayList<>();
    List<Subject.Unreadable> unreadable = new ArrayList<>();
    for (Subject run : runs) {
      switch (run) {
        case Subject.Known known ->
            stories.add(
                Story.of(
                    new Subject.Known(
                        known.run(), known.pipeline(), new FactsAlone(known.sources()))));
        case Subject.Unreadable damaged -> unreadable.add(damaged);
      }
    }
    return new Overview(List.copyOf(stories), List.copyOf(unreadable));
  }

  /** In short, nothing is told that stands in files, and nothing of them is read. */
  private record FactsAlone(RunReports.Sources sources) implements RunReports.Sources {
    private static final StageEvidence NOTHING =
        new StageEvidence(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    @Override
    public StageEvidence evidence(RunSnapshot run, Attempt attempt, int iteration) {
      return NOTHING;
    }

    @Override
    public List<RunSnapshot> parts(RunSnapshot run) {
      return sources.parts(run);
    }

    @Override
    public String patch(String from, String to) {
      return "";
    }
  }

  /** Returns the stories by repository, that of the first story first. */
  Map<Path, List<Story>> byRepository() {
    Map<Path, List<Story>> groups = new LinkedHashMap<>();
    for (Story story : stories) {
      groups
          .computeIfAbsent(story.run().manifest().repository(), _ -> new ArrayList<>())
          .add(story);
    }
    return groups;
  }

  /** Returns how many runs there are. */
  int size() {
    return stories.size() + unreadable.size();
  }

  /** Returns how many runs stand by each word, in the order in which they are told. */
  Map<String, Integer> words() {
    Map<String, Integer> words = new LinkedHashMap<>();
    stories.forEach(story -> words.merge(story.word(), 1, Integer::sum));
    if (!unreadable.isEmpty()) {
      words.put("unreadable", unreadable.size());
    }
    return words;
  }

  Usage usage() {
    return stories.stream()
        .map(story -> story.state().totals().usage())
        .reduce(Usage.NONE, Usage::plus);
  }

  /** Returns how long all of them took, one after the other. */
  Duration time() {
    return stories.stream().map(Story::duration).reduce(Duration.ZERO, Duration::plus);
  }

  int neverVerified() {
    return stories.stream().mapToInt(story -> story.unverified().size()).sum();
  }

  /** Returns in one line what they are together. */
  String summary() {
    List<String> parts = new ArrayList<>(List.of(Shown.count(size(), "run")));
    words().forEach((word, number) -> parts.add(number + " " + word));
    parts.add(Shown.duration(time()));
    if (!usage().equals(Usage.NONE)) {
      parts.add(Shown.tokens(usage()));
      parts.add(Shown.cost(usage()));
    }
    parts.add("never verified: " + Shown.count(neverVerified(), "stage"));
    return String.join(" · ", parts);
  }
}
