/** What authors of plugins hold their work to, in their own tests. */
@NullMarked
package dev.attractor.testkit.plugin;

import org.jspecify.annotations.NullMarked;
