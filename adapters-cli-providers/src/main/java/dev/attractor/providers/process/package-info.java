/** The process supervisor: the only place where programs are started and ended. */
@NullMarked
package dev.attractor.providers.process;

import org.jspecify.annotations.NullMarked;
