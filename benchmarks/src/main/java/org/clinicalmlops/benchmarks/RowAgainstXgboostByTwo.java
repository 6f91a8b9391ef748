package org.clinicalmlops.benchmarks;

import org.openjdk.jmh.annotations.Threads;

/** Two threads, each with rows and models of its own: the time of a row of either. */
@Threads(2)
public class RowAgainstXgboostByTwo extends RowAgainstXgboost {
    public RowAgainstXgboostByTwo() {}
}
