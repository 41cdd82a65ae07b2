/** Programs: how they are started, supervised and ended for sure. */
@NullMarked
package dev.attractor.process;

import org.jspecify.annotations.NullMarked;
