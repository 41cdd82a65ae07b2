package dev.attractor.ports.process;

import java.util.concurrent.CompletableFuture;

/**
 * A program that goes on by itself when this one ends.
 *
 * @param pid its process id
 * @param exit its exit code, when it ends before this program does; 128 + n when signal n ended it
 */
public record DetachedProgram(long pid, CompletableFuture<Integer> exit) {}
