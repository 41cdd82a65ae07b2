/** Stages that agents work on: who does, with which prompt, and what is made of their work. */
@NullMarked
package dev.attractor.engine.agent;

import org.jspecify.annotations.NullMarked;
