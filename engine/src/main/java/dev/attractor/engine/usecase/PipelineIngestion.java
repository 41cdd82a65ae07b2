package dev.attractor.engine.usecase;

import dev.attractor.domain.outcome.Failure;
import dev.attractor.engine.agent.AgentChoice;
import dev.attractor.engine.agent.LoneAgent;
import dev.attractor.engine.preflight.AgentAtHand;
import dev.attractor.ports.plugins.PluginCatalog;
import dev.attractor.ports.process.Cancellation;
import dev.attractor.ports.process.ScratchFolders;
import dev.attractor.ports.process.ScratchFolders.Scratch;
import dev.attractor.ports.spi.AgentProvider;
import dev.attractor.ports.spi.AgentResult;
import dev.attractor.ports.usecase.IngestPipelines;
import dev.attractor.ports.usecase.IngestRequest;
import dev.attractor.ports.usecase.IngestResult;
import dev.attractor.ports.usecase.PipelineDraft;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Has an agent write a pipeline, and mend what is found in it. */
public final class PipelineIngestion implements IngestPipelines {
  private static final String NAME = "pipeline.dot";
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** The head of a graph: a sentence may have the word, too. */
  private static final Pattern GRAPH =
      Pattern.compile("\\bdigraph\\s*(\\w+|\"[^\"\\n]*\")?\\s*\\{");

  private static final Pattern BLOCK =
      Pattern.compile("^ *(```+|~~~+)[^\\n]*\\n(.*?)^ *\\1 *$", Pattern.DOTALL | Pattern.MULTILINE);

  private final AgentAtHand agents;
  private final LoneAgent lone;
  private final PluginCatalog plugins;
  private final ScratchFolders scratchFolders;
  private final DraftReview review;

  @Inject
  PipelineIngestion(
      AgentAtHand agents,
      LoneAgent lone,
      PluginCatalog plugins,
      ScratchFolders scratchFolders,
      DraftReview review) {
    this.agents = agents;
    this.lone = lone;
    this.plugins = plugins;
    this.scratchFolders = scratchFolders;
    this.review = review;
  }

  @Override
  public IngestResult ingest(IngestRequest request, Observer observer, Cancellation cancellation) {
    AgentAtHand.Chosen chosen =
        agents.choose(
            request.provider(), request.model(), request.config(), observer, cancellation);
    observer.preflight(chosen.report());
    Optional<AgentProvider> provider = plugins.agentProvider(chosen.choice().provider());
    if (!chosen.report().passed() || provider.isEmpty()) {
      return new IngestResult.NotReady(chosen.report());
    }
    try (Scratch scratch = scratchFolders.make()) {
      return new Conversation(
              request, provider.get(), chosen.choice(), scratch, observer, cancellation)
          .hold();
    }
  }

  /** The rounds with one agent. */
  private final class Conversation {
    private final IngestRequest request;
    private final AgentProvider provider;
    private final AgentChoice choice;
    private final Scratch scratch;
    private final Observer observer;
    private final Cancellation cancellation;
    private final WritingPrompt prompt;

    Conversation(
        IngestRequest request,
        AgentProvider provider,
        AgentChoice choice,
        Scratch scratch,
        Observer observer,
        Cancellation cancellation) {
      this.request = request;
      this.provider = provider;
      this.choice = choice;
      this.scratch = scratch;
      this.observer = observer;
      this.cancellation = cancellation;
      this.prompt = new WritingPrompt(request, scratch.path(), NAME);
    }

    IngestResult hold() {
      Optional<PipelineDraft> last = Optional.empty();
      Optional<PipelineDraft> best = Optional.empty();
      Optional<Failure> failure = Optional.empty();
      String said = "";
      int round = 0;
      boolean isDone = false;
      while (!isDone && round < ROUNDS) {
        round++;
        observer.asked(round, choice.toString());
        AgentResult result = ask(round, last);
        failure = result.failure();
        said = result.response();
        Optional<PipelineDraft> draft =
            scratch
                .read(fileOf(round))
                .filter(text -> !text.isBlank())
                .map(text -> review.of(NAME, text))
                .or(() -> inReply(result.response()));
        if (draft.isPresent()) {
          observer.judged(round, draft.get());
          best = best.map(one -> better(one, draft.get())).or(() -> draft);
          last = draft;
        }
        isDone = failure.isPresent() || draft.filter(PipelineDraft::isClean).isPresent();
      }
      int rounds = round;
      Optional<Failure> trouble = failure;
      return best.<IngestResult>map(
              draft -> new IngestResult.Written(choice.toString(), rounds, draft, trouble))
          .orElse(new IngestResult.Nothing(choice.toString(), rounds, trouble, said));
    }

    private AgentResult ask(int round, Optional<PipelineDraft> last) {
      return lone.ask(
          provider,
          new LoneAgent.Question(
              "ingest",
              round,
              round == 1 ? prompt.first(fileOf(round)) : prompt.further(fileOf(round), last),
              choice.model(),
              scratch.path(),
              LIMIT),
          request.config().llm(),
          cancellation);
    }
  }

  /** A new one in each round: some agents do not write over what they have not read. */
  private static String fileOf(int round) {
    return round == 1 ? NAME : NAME.replace(".", "-%d.".formatted(round));
  }

  /** Returns the best block of a reply that holds a graph, else all of it when it holds one. */
  private Optional<PipelineDraft> inReply(String reply) {
    return BLOCK
        .matcher(reply)
        .results()
        .map((MatchResult block) -> block.group(2))
        .filter(text -> GRAPH.matcher(text).find())
        .map(text -> review.of(NAME, text))
        .reduce(PipelineIngestion::better)
        .or(() ->
            Optional.of(reply)
                .filter(text -> GRAPH.matcher(text).find())
                .map(text -> review.of(NAME, text)));
  }

  /** Of two that are as good, the later one is what its author came to. */
  private static PipelineDraft better(PipelineDraft earlier, PipelineDraft later) {
    return PipelineDraft.BEST_FIRST.compare(earlier, later) < 0 ? earlier : later;
  }
}
