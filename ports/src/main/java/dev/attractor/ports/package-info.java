/** What the engine needs from the world, what the world may ask of it, and what plugins add. */
@NullMarked
package dev.attractor.ports;

import org.jspecify.annotations.NullMarked;
