/** Pages whose parts are made from the code. */
@NullMarked
package dev.attractor.testkit.docs;

import org.jspecify.annotations.NullMarked;
