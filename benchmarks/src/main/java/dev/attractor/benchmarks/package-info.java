/** How fast the core is. */
@NullMarked
package dev.attractor.benchmarks;

import org.jspecify.annotations.NullMarked;
