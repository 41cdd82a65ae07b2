package dev.attractor.ports.runfolder;

import java.nio.file.Path;

/**
 * A run that this machine knows of.
 *
 * @param name what it is called where runs are by default: its id, unless somebody renamed it
 * @param location its folder
 */
public record KnownRun(String name, Path location) {}
