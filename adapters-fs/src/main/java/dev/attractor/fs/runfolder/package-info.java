/**
 * The run folder on disk: what a run is, its stages, its questions, and who drives it (SEMANTICS
 * §10).
 */
@NullMarked
package dev.attractor.fs.runfolder;

import org.jspecify.annotations.NullMarked;
