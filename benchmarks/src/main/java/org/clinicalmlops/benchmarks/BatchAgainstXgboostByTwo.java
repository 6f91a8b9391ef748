package org.clinicalmlops.benchmarks;

/** Two threads on either side. */
public class BatchAgainstXgboostByTwo extends BatchAgainstXgboost {
    public BatchAgainstXgboostByTwo() {
        super(2);
    }
}
