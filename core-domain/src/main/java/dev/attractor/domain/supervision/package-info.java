/** How a manager looks after the run of another pipeline (SEMANTICS §7a). */
@NullMarked
package dev.attractor.domain.supervision;

import org.jspecify.annotations.NullMarked;
