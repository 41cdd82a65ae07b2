/** Seeded generators of pipelines and outcomes, for tests of properties. */
@NullMarked
package dev.attractor.testkit.generate;

import org.jspecify.annotations.NullMarked;
