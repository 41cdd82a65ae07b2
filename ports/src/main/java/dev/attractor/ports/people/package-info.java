/** Asking people (SEMANTICS §9). */
@NullMarked
package dev.attractor.ports.people;

import org.jspecify.annotations.NullMarked;
