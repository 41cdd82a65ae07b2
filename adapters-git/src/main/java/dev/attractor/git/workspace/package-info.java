/** Run branches, linked worktrees and stage commits by JGit (SEMANTICS §11). */
@NullMarked
package dev.attractor.git.workspace;

import org.jspecify.annotations.NullMarked;
