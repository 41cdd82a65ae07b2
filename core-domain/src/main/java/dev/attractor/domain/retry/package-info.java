/** Whether an attempt is repeated, and when (SEMANTICS §5). */
@NullMarked
package dev.attractor.domain.retry;

import org.jspecify.annotations.NullMarked;
