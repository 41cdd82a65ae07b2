/** Tools for those who write pipelines and plugins. */
@NullMarked
package dev.attractor.cli.dev;

import org.jspecify.annotations.NullMarked;
