/** A plugin for tests; it is put into a jar and loaded like that of anybody else. */
@NullMarked
package dev.attractor.cli.plugin;

import org.jspecify.annotations.NullMarked;
