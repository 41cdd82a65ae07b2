/** Choosing the next hop (SEMANTICS §6). */
@NullMarked
package dev.attractor.domain.routing;

import org.jspecify.annotations.NullMarked;
