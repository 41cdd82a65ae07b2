/**
 * The terminal as a machine: what it is, how large, how wide texts are there, and how texts and
 * frames come to it without harm.
 */
@NullMarked
package dev.attractor.cli.screen;

import org.jspecify.annotations.NullMarked;
