/** The catalog of models and their prices. */
@NullMarked
package dev.attractor.ports.catalog;

import org.jspecify.annotations.NullMarked;
