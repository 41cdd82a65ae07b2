/**
 * The plugin SPI: what a third party implements to add a coding agent, a type of stage, a lint
 * rule, a transform or a listener. It mentions only itself, the domain's outcome and agent types,
 * and the JDK.
 */
@NullMarked
package dev.attractor.ports.spi;

import org.jspecify.annotations.NullMarked;
