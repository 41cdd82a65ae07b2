/** One handler for each kind of stage. */
@NullMarked
package dev.attractor.engine.stage;

import org.jspecify.annotations.NullMarked;
