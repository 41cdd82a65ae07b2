/** Processes for tests of plugins. */
@NullMarked
package dev.attractor.testkit.process;

import org.jspecify.annotations.NullMarked;
