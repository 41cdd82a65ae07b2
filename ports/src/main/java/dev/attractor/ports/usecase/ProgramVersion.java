package dev.attractor.ports.usecase;

/** The version of this program, as it stands in manifests. */
public record ProgramVersion(String text) {}
