/** A model that is played, for tests with real agents and no account. */
@NullMarked
package dev.attractor.testkit.llm;

import org.jspecify.annotations.NullMarked;
