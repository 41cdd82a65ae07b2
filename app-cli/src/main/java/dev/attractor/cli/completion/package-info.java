/** What a shell offers when a person presses Tab. */
@NullMarked
package dev.attractor.cli.completion;

import org.jspecify.annotations.NullMarked;
