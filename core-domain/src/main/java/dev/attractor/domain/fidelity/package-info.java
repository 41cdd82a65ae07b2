/** How much of the run so far an agent is told, and which session it works in (SEMANTICS §8). */
@NullMarked
package dev.attractor.domain.fidelity;

import org.jspecify.annotations.NullMarked;
