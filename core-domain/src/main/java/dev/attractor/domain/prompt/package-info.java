/** Prompts: what is expanded in them (SEMANTICS §8). */
@NullMarked
package dev.attractor.domain.prompt;

import org.jspecify.annotations.NullMarked;
