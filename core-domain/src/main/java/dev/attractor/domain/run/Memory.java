package dev.attractor.domain.run;

import dev.attractor.domain.agent.AgentSession;
import dev.attractor.domain.outcome.EngineKeys;
import dev.attractor.domain.outcome.Failure;
import dev.attractor.domain.outcome.Outcome;
import dev.attractor.domain.pipeline.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run hands on to its later stages.
 *
 * @param context what stages and conditions see (SEMANTICS §8)
 * @param sessions by thread key, the provider's session that went on there last (SEMANTICS §8)
 * @param fanOuts by fan-out, how the branches of its latest visit stand
 * @param heard what the branches said that have come together last
 * @param told what agents were told while the run went on, the latest last
 */
public record Memory(
    Map<String, String> context,
    Map<String, String> sessions,
    Map<NodeId, FanOutPass> fanOuts,
    List<BranchWords> heard,
    List<Instruction> told) {
  /** So many of what was told are kept. */
  private static final int MOST_TOLD = 20;

  /** Returns that of a run that has only just come into being. */
  static Memory begin(RunEvent.RunStarted origin) {
    return new Memory(
        SharedMap.copyOf(origin.context()),
        SharedMap.empty(),
        SharedMap.empty(),
        origin.branch().map(BranchOf::heard).orElse(List.of()),
        List.of());
  }

  Memory with(String key, String value) {
    return withContext(SharedMap.copyOf(context).with(key, value));
  }

  private Memory withContext(Map<String, String> other) {
    return new Memory(other, sessions, fanOuts, heard, told);
  }

  Memory with(AgentSession session) {
    return new Memory(
        context,
        SharedMap.copyOf(sessions).with(session.thread(), session.id()),
        fanOuts,
        heard,
        told);
  }

  Memory with(NodeId fanOut, FanOutPass pass) {
    return new Memory(context, sessions, SharedMap.copyOf(fanOuts).with(fanOut, pass), heard, told);
  }

  Memory with(List<BranchWords> words) {
    return new Memory(context, sessions, fanOuts, words, told);
  }

  Memory told(Instruction instruction) {
    List<Instruction> all = new ArrayList<>(told);
    all.add(instruction);
    return new Memory(
        context,
        sessions,
        fanOuts,
        heard,
        List.copyOf(all.subList(Math.max(0, all.size() - MOST_TOLD), all.size())));
  }

  /**
   * A visit has ended: the keys of SEMANTICS §8 that the engine sets win over what a stage
   * reported.
   */
  Memory after(NodeId nodeId, Outcome outcome) {
    SharedMap<String, String> after = SharedMap.copyOf(context);
    for (Map.Entry<String, String> update : outcome.contextUpdates().entrySet()) {
      if (!EngineKeys.isDerived(update.getKey())) {
        after = after.with(update.getKey(), reported(update));
      }
    }
    return withContext(
        after
            .with("outcome", outcome.status().word())
            .with("preferred_label", outcome.preferredLabel())
            .with("failure_reason", outcome.failure().map(Failure::reason).orElse(""))
            .with("failure_class", outcome.failure().map(f -> f.failureClass().word()).orElse(""))
            .with("last_stage", nodeId.value()));
  }

  private static String reported(Map.Entry<String, String> update) {
    String text = update.getValue();
    return update.getKey().equals(Shortened.LAST_RESPONSE_KEY)
        ? text.substring(0, Math.min(text.length(), Shortened.LAST_RESPONSE))
        : text;
  }

  /** A fan-out opens: what the join of an earlier one reported is over. */
  Memory withoutResults() {
    SharedMap<String, String> kept = SharedMap.copyOf(context);
    for (String key : context.keySet()) {
      if (key.startsWith("parallel.")) {
        kept = kept.without(key);
      }
    }
    return withContext(kept);
  }

  /** A new iteration begins with the context of the run's beginning and with what is kept. */
  Memory restarted(Map<String, String> atFirst, Map<String, String> kept) {
    SharedMap<String, String> fresh = SharedMap.copyOf(atFirst);
    for (Map.Entry<String, String> entry : kept.entrySet()) {
      fresh = fresh.with(entry.getKey(), entry.getValue());
    }
    return withContext(fresh);
  }
}
