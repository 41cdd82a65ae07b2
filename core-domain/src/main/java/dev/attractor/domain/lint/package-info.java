/** What is checked about a pipeline before it may run. */
@NullMarked
package dev.attractor.domain.lint;

import org.jspecify.annotations.NullMarked;
