/** Plugins. */
@NullMarked
package dev.attractor.plugins;

import org.jspecify.annotations.NullMarked;
