/** What a run does next: the planner, the verdict, and what breaks circles (SEMANTICS §6). */
@NullMarked
package dev.attractor.domain.plan;

import org.jspecify.annotations.NullMarked;
