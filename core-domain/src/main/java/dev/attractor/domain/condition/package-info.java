/** Edge conditions as typed expressions (SEMANTICS §8). */
@NullMarked
package dev.attractor.domain.condition;

import org.jspecify.annotations.NullMarked;
