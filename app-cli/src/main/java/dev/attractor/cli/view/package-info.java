/** The live view of a run: a fold of facts to lines, and who draws them while the run goes on. */
@NullMarked
package dev.attractor.cli.view;

import org.jspecify.annotations.NullMarked;
