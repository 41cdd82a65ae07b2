/** What the ports of the engine promise, as test classes that each implementation extends. */
@NullMarked
package dev.attractor.testkit.contract;

import org.jspecify.annotations.NullMarked;
