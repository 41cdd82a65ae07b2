package dev.attractor.engine.usecase;

/** The version of this program, as it stands in manifests. */
public record ProgramVersion(String text) {}
