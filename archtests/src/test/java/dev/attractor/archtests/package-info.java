/** The architecture as rules, and for each rule a counter-example that it rejects. */
@NullMarked
package dev.attractor.archtests;

import org.jspecify.annotations.NullMarked;
