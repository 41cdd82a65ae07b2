/** The pipeline: an immutable graph of nodes and edges with their attributes (SEMANTICS §1, §2). */
@NullMarked
package dev.attractor.domain.pipeline;

import org.jspecify.annotations.NullMarked;
