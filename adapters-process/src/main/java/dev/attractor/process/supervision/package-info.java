/** The process supervisor: the only place where programs are started and ended. */
@NullMarked
package dev.attractor.process.supervision;

import org.jspecify.annotations.NullMarked;
