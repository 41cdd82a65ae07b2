package dev.attractor.domain.agent;

/**
 * A session of a provider that later stages of the same thread can go on with.
 *
 * @param thread the thread key (SEMANTICS §8)
 * @param id the provider's own id
 */
public record AgentSession(String thread, String id) {}
