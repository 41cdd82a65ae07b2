/** The provider {@code openai}: the command line {@code codex}. */
@NullMarked
package dev.attractor.providers.codex;

import org.jspecify.annotations.NullMarked;
