/** Fan-outs, their branches, and how they are joined (SEMANTICS §7). */
@NullMarked
package dev.attractor.domain.parallel;

import org.jspecify.annotations.NullMarked;
