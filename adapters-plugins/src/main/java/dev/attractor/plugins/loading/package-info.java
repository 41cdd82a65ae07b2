/** ServiceLoader and class loaders: the one place where they are allowed. */
@NullMarked
package dev.attractor.plugins.loading;

import org.jspecify.annotations.NullMarked;
