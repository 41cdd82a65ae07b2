/** The run configuration. */
@NullMarked
package dev.attractor.ports.config;

import org.jspecify.annotations.NullMarked;
