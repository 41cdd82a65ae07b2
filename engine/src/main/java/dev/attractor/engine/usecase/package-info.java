/** The use cases: starting, resuming, stopping and looking at runs, and checking pipelines. */
@NullMarked
package dev.attractor.engine.usecase;

import org.jspecify.annotations.NullMarked;
