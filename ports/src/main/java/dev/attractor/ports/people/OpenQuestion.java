package dev.attractor.ports.people;

import dev.attractor.domain.run.QuestionId;
import dev.attractor.domain.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A question that waits for its answer.
 *
 * @param runId the run that asks; of a branch or a part its own
 * @param id tells it from all other questions of the run and of those inside it
 * @param token drawn when it was asked; an answer that does not name it belongs to another question
 * @param askedAt when it was asked first; empty when an older program asked it
 */
public record OpenQuestion(
    RunId runId, QuestionId id, String token, Optional<Instant> askedAt, Question question) {}
