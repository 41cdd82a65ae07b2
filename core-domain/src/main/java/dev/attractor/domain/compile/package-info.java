/** From text to a pipeline that may run: parse, transform, lint. */
@NullMarked
package dev.attractor.domain.compile;

import org.jspecify.annotations.NullMarked;
