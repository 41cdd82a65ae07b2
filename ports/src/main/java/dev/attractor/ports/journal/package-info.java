/** The journal of a run: the only truth about it (SEMANTICS §10). */
@NullMarked
package dev.attractor.ports.journal;

import org.jspecify.annotations.NullMarked;
