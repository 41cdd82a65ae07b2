/** What all agents have in common that are command lines. */
@NullMarked
package dev.attractor.providers.cli;

import org.jspecify.annotations.NullMarked;
