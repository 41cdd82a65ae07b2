package dev.attractor.ports.runfolder;

import dev.attractor.domain.compile.PipelineSource;
import dev.attractor.domain.run.RunEvent;
import dev.attractor.ports.config.RunConfig;

/**
 * All that a run begins with. Its first fact is written last: where there is one, the rest is
 * there.
 *
 * @param preflight what was checked before
 * @param catalog the models and prices it will know, as LiteLLM writes them
 * @param started its first fact
 */
public record NewRun(
    Manifest manifest,
    PipelineSource source,
    RunConfig config,
    PreflightReport preflight,
    String catalog,
    RunEvent.RunStarted started) {}
