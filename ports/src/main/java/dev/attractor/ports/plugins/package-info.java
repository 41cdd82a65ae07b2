/** Where plugins come from. */
@NullMarked
package dev.attractor.ports.plugins;

import org.jspecify.annotations.NullMarked;
