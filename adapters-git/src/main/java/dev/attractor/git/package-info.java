/** Version control. */
@NullMarked
package dev.attractor.git;

import org.jspecify.annotations.NullMarked;
