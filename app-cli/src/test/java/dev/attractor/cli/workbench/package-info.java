/** What tests of whole commands work with: a repository, a home, and ways to start the program. */
@NullMarked
package dev.attractor.cli.workbench;

import org.jspecify.annotations.NullMarked;
