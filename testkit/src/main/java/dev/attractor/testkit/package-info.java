/** For tests, of the project and of plugins: fakes, contract suites, generators. */
@NullMarked
package dev.attractor.testkit;

import org.jspecify.annotations.NullMarked;
