/** Pictures of pipelines and runs: laid out by a library, drawn here. */
@NullMarked
package dev.attractor.reports.picture;

import org.jspecify.annotations.NullMarked;
