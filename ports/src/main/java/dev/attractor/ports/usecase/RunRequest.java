package dev.attractor.ports.usecase;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.run.RunId;
import dev.attractor.ports.config.RunConfig;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A run to start.
 *
 * @param source the pipeline
 * @param repository a folder in the repository to work on
 * @param runId an id instead of a new one
 * @param location a folder instead of the default one
 * @param onlyPreflight whether to end when everything that can be checked has been
 */
public record RunRequest(
    PipelineSource source,
    Path repository,
    Optional<RunId> runId,
    Optional<Path> location,
    RunConfig config,
    boolean onlyPreflight) {}
