package dev.attractor.fs;

import java.nio.file.Path;

/** The names of the files at the top of a run folder (SEMANTICS §10). */
record RunFolderFiles(Path root) {
  Path manifest() {
    return root.resolve("manifest.json");
  }

  Path graph() {
    return root.resolve("graph.dot");
  }

  /** The files that the graph refers to, as they were when the run began. */
  Path graphFiles() {
    return root.resolve("graph_files.json");
  }

  Path config() {
    return root.resolve("run_config.json");
  }

  Path journal() {
    return root.resolve("progress.ndjson");
  }

  Path checkpoint() {
    return root.resolve("checkpoint.json");
  }

  Path finalReport() {
    return root.resolve("final.json");
  }

  Path preflight() {
    return root.resolve("preflight_report.json");
  }
}
