/** The catalog of models and prices as LiteLLM writes it. */
@NullMarked
package dev.attractor.fs.catalog;

import org.jspecify.annotations.NullMarked;
