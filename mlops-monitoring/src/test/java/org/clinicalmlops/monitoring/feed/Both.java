package org.clinicalmlops.monitoring.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.Finding;
import org.clinicalmlops.api.monitor.Look;
import org.clinicalmlops.api.monitor.StateInput;
import org.clinicalmlops.api.monitor.StateOutput;
import org.clinicalmlops.api.monitor.Window;

/** Two detectors that must say the same. */
record Both(Detector one, Detector other) implements Detector {
    @Override
    public List<Finding> look(Look look) {
        List<Finding> findings = one.look(look);
        assertThat(other.look(look)).isEqualTo(findings);
        return findings;
    }

    @Override
    public List<Finding> close(Window window) {
        List<Finding> findings = one.close(window);
        assertThat(other.close(window)).isEqualTo(findings);
        return findings;
    }

    @Override
    public void save(StateOutput out) {
        one.save(out);
    }

    @Override
    public void restore(StateInput in) {
        one.restore(in);
    }
}
