/** What is checked before a run starts. */
@NullMarked
package dev.attractor.engine.preflight;

import org.jspecify.annotations.NullMarked;
