/** The catalog of models, fetched from a server. */
@NullMarked
package dev.attractor.http.catalog;

import org.jspecify.annotations.NullMarked;
