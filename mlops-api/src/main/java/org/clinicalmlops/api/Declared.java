package org.clinicalmlops.api;

/** A value that takes part in a digest by what it declares of itself: names and parameters, never functions. */
public interface Declared {
    /** Everything that makes two such values equal; the same on every machine and JDK. */
    Declaration declaration();
}
