/** One run: the loop, and how runs are started and resumed. */
@NullMarked
package dev.attractor.engine.run;

import org.jspecify.annotations.NullMarked;
