/** How a stage is executed. */
@NullMarked
package dev.attractor.ports.stage;

import org.jspecify.annotations.NullMarked;
