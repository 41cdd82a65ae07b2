@NullMarked
package dev.attractor.domain;

import org.jspecify.annotations.NullMarked;
