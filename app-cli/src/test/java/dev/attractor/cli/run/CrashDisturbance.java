package dev.attractor.cli.run;

/** What happens beside the program, between a kill and the resume. */
enum CrashDisturbance {
  A_PERSON_COMMITS,
  A_PERSON_WORKS_IN_THE_WORK_TREE,
  THE_WORK_TREE_IS_REMOVED,
  THE_BRANCH_IS_DELETED,
  THE_FOLDER_IS_MOVED,
  THE_REPOSITORY_IS_MOVED
}
