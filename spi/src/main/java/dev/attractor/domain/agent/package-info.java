/** What a coding agent did while it worked, in terms that every provider shares. */
@NullMarked
package dev.attractor.domain.agent;

import org.jspecify.annotations.NullMarked;
