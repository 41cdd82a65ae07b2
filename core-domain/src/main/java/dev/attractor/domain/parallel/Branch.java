package dev.attractor.domain.parallel;

/**
 * One arm of a fan-out.
 *
 * @param number its place among the edges of the fan-out, from 1
 * @param id the node it begins with, which is also its name
 */
public record Branch(int number, String id) {}
