/** The files of a run under version control (SEMANTICS §11). */
@NullMarked
package dev.attractor.ports.workspace;

import org.jspecify.annotations.NullMarked;
