package org.clinicalmlops.monitoring.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.monitor.Allowance;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;
import org.clinicalmlops.api.monitor.FeatureProfile;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/** Compares the share of rows without a value of each feature with training. */
public final class Missingness implements Detector {
    /** Its id. */
    public static final String ID = "feed.missingness";

    private final Allowance allowance;
    private final List<FeatureMissingness> features = new ArrayList<>();
    private Instant last;

    public Missingness(Setting setting) {
        for (FeatureProfile profile : setting.baseline().features()) {
            features.add(new FeatureMissingness(profile, setting.plan().minimumRows()));
        }
        allowance = setting.allowance().over(features.size());
        last = setting.since();
    }

    @Override
    public List<Finding> close(Window window) {
        double alpha = allowance.alpha(last, window.until());
        last = window.until();
        List<Finding> findings = new ArrayList<>();
        for (int f = 0; f < features.size(); f++) {
            findings.add(features.get(f).judge(window.counts().feature(f), alpha));
        }
        return findings;
    }

    @Override
    public void save(StateOutput out) {
        out.putInstant(last);
    }

    @Override
    public void restore(StateInput in) {
        last = in.getInstant();
    }
}
