/** What plugins add to pipelines and runs, in the engine's own terms. */
@NullMarked
package dev.attractor.engine.plugins;

import org.jspecify.annotations.NullMarked;
