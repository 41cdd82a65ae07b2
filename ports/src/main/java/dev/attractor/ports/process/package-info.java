/** Starting programs and ending them for sure. */
@NullMarked
package dev.attractor.ports.process;

import org.jspecify.annotations.NullMarked;
