/** Reads the DOT dialect of SEMANTICS §1. */
@NullMarked
package dev.attractor.domain.dot;

import org.jspecify.annotations.NullMarked;
