/** Tests of the live view. */
@NullMarked
package dev.attractor.cli.view;

import org.jspecify.annotations.NullMarked;
