package dev.attractor.cli.run;

import java.util.List;
import java.util.stream.Stream;

/** SEMANTICS §12: what is run and killed, of each kind of stage and route a small one. */
enum CrashKind {
  LINEAR(
      """
      a [shape=parallelogram tool_command="echo a >>log"]
      b [shape=parallelogram tool_command="echo b >>log"]
      start -> a -> b b -> exit [condition="outcome=success"]
      """),
  RETRY_LOOP(
      """
      a [shape=parallelogram max_retries=3 tool_command="echo a >>log; [ $ATTRACTOR_ATTEMPT = 3 ]"]
      b [shape=parallelogram tool_command="echo b >>log; [ $ATTRACTOR_VISIT = 2 ]"]
      default_max_retries=0 retry_policy=none
      start -> a -> b b -> exit [condition="outcome=success"] b -> a [condition="outcome=fail"]
      """),
  FAN_OUT(
      """
      fan [shape=component] join [shape=tripleoctagon]
      a [shape=parallelogram tool_command="echo a >>log"]
      b [shape=parallelogram tool_command="echo b >>log"]
      c [shape=parallelogram tool_command="echo c >>log; exit 1"]
      d [shape=parallelogram tool_command="echo d >>log"]
      start -> fan fan -> a -> join fan -> b -> join fan -> c -> join fan -> d -> join
      join -> exit [condition="outcome=success"]
      """),
  MERGED(
      """
      fan [shape=component take=all] join [shape=tripleoctagon]
      a [shape=parallelogram tool_command="echo a >a; echo said a"]
      b [shape=parallelogram tool_command="echo b >b"]
      c [shape=parallelogram tool_command="echo c >c; exit 1"]
      start -> fan fan -> a -> join fan -> b -> join fan -> c -> join
      join -> exit
      """),
  CONFLICT(
      """
      fan [shape=component take=all] join [shape=tripleoctagon]
      a [shape=parallelogram tool_command="echo a >log"]
      b [shape=parallelogram tool_command="echo b >log; echo b >b"]
      d [shape=parallelogram tool_command="ls >seen"]
      start -> fan fan -> a -> join fan -> b -> join
      join -> exit [condition="outcome=success"] join -> d [condition="outcome=fail"] d -> exit
      """),
  RESOLVED(
      """
      fan [shape=component take=all]
      join [shape=tripleoctagon prompt="Keep both." llm_provider=scripted
            agent_script="join: [{files: {log: ab}, say: both, outcome: success}]"]
      a [shape=parallelogram tool_command="echo a >log"]
      b [shape=parallelogram tool_command="echo b >log; echo b >b"]
      start -> fan fan -> a -> join fan -> b -> join
      join -> exit [condition="outcome=success"]
      """),
  LISTED(
      """
      list [shape=parallelogram tool_command="printf '1\\n2\\n3\\n4\\n5\\n' >list"]
      fan [shape=component take=all for_each="@list" max_parallel=2] join [shape=tripleoctagon]
      a [shape=parallelogram tool_command="echo $item >at$index"]
      b [shape=parallelogram tool_command="echo more >>at$index"]
      start -> list -> fan -> a -> b -> join
      join -> exit [condition="outcome=success"]
      """),
  LOOP_RESTART(
      """
      a [shape=parallelogram tool_command="echo a >>log; [ $(wc -l <log) = 2 ]"]
      start -> a a -> exit [condition="outcome=success"]
      a -> a [condition="outcome=fail" loop_restart=true]
      """),
  HUMAN_GATE(
      """
      ask [shape=hexagon label="Go on?"] a [shape=parallelogram tool_command="echo a >>log"]
      start -> ask ask -> a [label=Yes] ask -> exit [label=No]
      a -> exit [condition="outcome=success"]
      """),
  SEVERAL_EXITS(
      """
      good [shape=Msquare] bad [shape=doublecircle]
      a [shape=parallelogram tool_command="echo a >>log; exit 1"]
      b [shape=parallelogram tool_command="echo b >>log"]
      start -> a a -> good [condition="outcome=success"] a -> b b -> good
      b -> bad [condition="outcome=fail"] a -> bad [condition="outcome=skipped"]
      """),
  MANAGED(
      """
      watch [shape=house stack.child_dotfile="child.dot" manager.poll_interval=100ms
             manager.actions="steer" manager.steer_cooldown=10h prompt="What now?" llm_provider=scripted
             agent_script="watch: [{say: go on, outcome: success}]"]
      a [shape=parallelogram tool_command="echo a >>log"]
      start -> watch watch -> a [condition="outcome=success"] a -> exit [condition="outcome=success"]
      """,
      // It cannot end before it was told something: how often the manager looks, no test foresees.
      """
      digraph child {
        start exit
        b [shape=parallelogram tool_command="until [ -e $ATTRACTOR_STAGE_DIR/../steering.ndjson ]; do sleep 0.05; done; echo b >>log"]
        c [shape=parallelogram tool_command="echo c >>log"]
        start -> b -> c c -> exit [condition="outcome=success"]
      }
      """),
  IMPLICIT_JOIN(
      """
      fan [shape=component]
      a [shape=parallelogram tool_command="echo a >>log"]
      b [shape=parallelogram tool_command="echo b >>log; exit 1"]
      sum [shape=parallelogram tool_command="echo sum >>log"]
      start -> fan fan -> a -> sum fan -> b -> sum sum -> exit
      """);

  private final String statements;

  private final String child;

  CrashKind(String statements) {
    this(statements, "");
  }

  CrashKind(String statements, String child) {
    this.statements = statements;
    this.child = child;
  }

  /** Returns the pipeline of a manager's child, {@code child.dot}; empty when there is none. */
  String child() {
    return child;
  }

  /** Returns the pipeline. */
  String pipeline() {
    return "digraph t { start %s %s }".formatted(this == SEVERAL_EXITS ? "" : "exit", statements);
  }

  /** Returns whether branches are merged, of whose commits git tells no order. */
  boolean merges() {
    return statements.contains("take=all");
  }

  /** Returns those that {@code -Dattractor.kinds=MERGED,LISTED} names, or all. */
  static Stream<CrashKind> wanted() {
    List<String> wanted = List.of(System.getProperty("attractor.kinds", "").split(",", -1));
    return Stream.of(values()).filter(kind -> wanted.contains("") || wanted.contains(kind.name()));
  }
}
