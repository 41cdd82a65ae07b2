/** The run folder on disk: journal, artifacts, status files, configuration (SEMANTICS §10). */
@NullMarked
package dev.attractor.fs;

import org.jspecify.annotations.NullMarked;
