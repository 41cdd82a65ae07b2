/** Source text, positions in it and diagnostics that point at them. */
@NullMarked
package dev.attractor.domain.source;

import org.jspecify.annotations.NullMarked;
