/** Run configurations, pipelines and invented outcomes, read from files that people write. */
@NullMarked
package dev.attractor.fs.config;

import org.jspecify.annotations.NullMarked;
