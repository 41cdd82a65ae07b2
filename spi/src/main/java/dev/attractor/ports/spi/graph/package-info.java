/** Pipelines as plugins see them, and what may look at them or change them. */
@NullMarked
package dev.attractor.ports.spi.graph;

import org.jspecify.annotations.NullMarked;
