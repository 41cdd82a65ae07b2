/** What a secret is, in which forms it is found, and texts without it (SEMANTICS §10). */
@NullMarked
package dev.attractor.domain.secret;

import org.jspecify.annotations.NullMarked;
