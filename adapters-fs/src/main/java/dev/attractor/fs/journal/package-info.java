/** The journal of a run as JSON lines: how every fact is written, and read for ever. */
@NullMarked
package dev.attractor.fs.journal;

import org.jspecify.annotations.NullMarked;
