/** What people are asked, and what their answers mean (SEMANTICS §6, §9). */
@NullMarked
package dev.attractor.domain.human;

import org.jspecify.annotations.NullMarked;
