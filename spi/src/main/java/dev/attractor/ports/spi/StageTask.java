package dev.attractor.ports.spi;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a stage of a plugin's type has to do.
 *
 * @param nodeId the node being executed
 * @param visit how often the run has entered the node, from 1
 * @param attempt the try within the visit, from 1
 * @param attributes all attributes of the node
 * @param context the context of the run (SEMANTICS §8)
 * @param directory where to work; nothing outside it may be changed
 * @param scratch a folder of this attempt for files of the plugin's own
 * @param environment the whole environment for a program that is started for the stage
 * @param timeout after which the attempt should have failed, if there is a limit; programs have to
 *     be given it
 * @since 0.1
 */
public record StageTask(
    String nodeId,
    int visit,
    int attempt,
    Map<String, String> attributes,
    Map<String, String> context,
    Path directory,
    Path scratch,
    Map<String, String> environment,
    Optional<Duration> timeout) {
  public StageTask {
    attributes = Map.copyOf(attributes);
    context = Map.copyOf(context);
    environment = Map.copyOf(environment);
  }
}
