/** The folder of a run, its logs root (SEMANTICS §10). */
@NullMarked
package dev.attractor.ports.runfolder;

import org.jspecify.annotations.NullMarked;
