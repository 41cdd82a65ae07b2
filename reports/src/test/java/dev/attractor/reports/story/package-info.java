/** Tests of what is told of runs. */
@NullMarked
package dev.attractor.reports.story;

import org.jspecify.annotations.NullMarked;
