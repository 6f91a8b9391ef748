package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.monitor.Counts;
import org.clinicalmlops.api.monitor.FeatureCounts;
import org.clinicalmlops.api.monitor.Operation;

/** Counts that a detector of rows must not ask for. */
final class NoCounts implements Counts {
    private static UnsupportedOperationException none() {
        return new UnsupportedOperationException("rows are kept, nobody counts");
    }

    @Override
    public long rows() {
        throw none();
    }

    @Override
    public long firsts() {
        throw none();
    }

    @Override
    public long withoutEpisode() {
        throw none();
    }

    @Override
    public FeatureCounts feature(int feature) {
        throw none();
    }

    @Override
    public FeatureCounts feature(int feature, int group) {
        throw none();
    }

    @Override
    public FeatureCounts risk() {
        throw none();
    }

    @Override
    public FeatureCounts risk(int group) {
        throw none();
    }

    @Override
    public long pattern(int place) {
        throw none();
    }

    @Override
    public long operation(Operation operation) {
        throw none();
    }

    @Override
    public long latency(int power) {
        throw none();
    }

    @Override
    public Counts plus(Counts later) {
        throw none();
    }
}
