/** What lies in a run folder, by name (SEMANTICS §10). */
@NullMarked
package dev.attractor.domain.layout;

import org.jspecify.annotations.NullMarked;
