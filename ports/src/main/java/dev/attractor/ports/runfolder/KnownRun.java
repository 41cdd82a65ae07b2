package dev.attractor.ports.runfolder;

import java.nio.file.Path;

/**
 * A run that this machine knows of.
 *
 * @param location its folder
 */
public record KnownRun(String runId, Path location) {}
