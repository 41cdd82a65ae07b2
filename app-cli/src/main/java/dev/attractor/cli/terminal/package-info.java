/**
 * What all commands share: the terminal, arguments of one kind, and how runs and questions are told
 * there.
 */
@NullMarked
package dev.attractor.cli.terminal;

import org.jspecify.annotations.NullMarked;
