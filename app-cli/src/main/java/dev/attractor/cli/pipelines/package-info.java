/** The commands that look at pipelines without running them. */
@NullMarked
package dev.attractor.cli.pipelines;

import org.jspecify.annotations.NullMarked;
