/** One run: the loop that drives it, and what performs its actions. */
@NullMarked
package dev.attractor.engine.run;

import org.jspecify.annotations.NullMarked;
