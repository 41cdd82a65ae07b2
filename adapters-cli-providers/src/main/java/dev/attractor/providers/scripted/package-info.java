/** The provider {@code scripted}: an agent that plays a script, for trials and tests. */
@NullMarked
package dev.attractor.providers.scripted;

import org.jspecify.annotations.NullMarked;
