/** What a stage reported: status, failure, routing hints (SEMANTICS §3, §4). */
@NullMarked
package dev.attractor.domain.outcome;

import org.jspecify.annotations.NullMarked;
