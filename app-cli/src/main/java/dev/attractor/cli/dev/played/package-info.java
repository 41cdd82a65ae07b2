/**
 * A model that is played. It needs the testkit with its web server, so this package has a jar of
 * its own, which only {@code attractor dev} has on its class path.
 */
@NullMarked
package dev.attractor.cli.dev.played;

import org.jspecify.annotations.NullMarked;
