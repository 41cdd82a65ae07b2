/** The provider {@code google}: the command line {@code gemini}. */
@NullMarked
package dev.attractor.providers.gemini;

import org.jspecify.annotations.NullMarked;
