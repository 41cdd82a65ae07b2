/** Status files that agents, tools and people write: input from outside (SEMANTICS §3). */
@NullMarked
package dev.attractor.fs.status;

import org.jspecify.annotations.NullMarked;
