/** The model stylesheet: which agent works on which nodes (SEMANTICS §1, §8). */
@NullMarked
package dev.attractor.domain.style;

import org.jspecify.annotations.NullMarked;
