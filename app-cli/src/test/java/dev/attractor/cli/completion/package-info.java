/** Tests of what shells complete. */
@NullMarked
package dev.attractor.cli.completion;

import org.jspecify.annotations.NullMarked;
