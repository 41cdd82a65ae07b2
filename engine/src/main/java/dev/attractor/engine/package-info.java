/** Runs pipelines: performs what the planner says through ports, and writes down what happened. */
@NullMarked
package dev.attractor.engine;

import org.jspecify.annotations.NullMarked;
