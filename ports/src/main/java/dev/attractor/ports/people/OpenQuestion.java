package dev.attractor.ports.people;

import java.nio.file.Path;

/**
 * A question that waits for its answer.
 *
 * @param id tells it from the other questions of its run
 * @param answer the file that the answer goes into
 */
public record OpenQuestion(String id, Question question, Path answer) {}
