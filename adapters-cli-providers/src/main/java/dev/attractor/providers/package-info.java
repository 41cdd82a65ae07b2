/** The coding agents that come with Attractor. They use nothing but the plugin SPI. */
@NullMarked
package dev.attractor.providers;

import org.jspecify.annotations.NullMarked;
