package org.clinicalmlops.monitoring.input;

import java.util.function.Function;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec.Setting;

/** The detectors of inputs and predictions that use false alarms. */
enum Detectors {
    PSI(InputDrift::new),
    UNSEEN(UnseenInputs::new),
    DIRICHLET(SequentialDrift::new),
    UNIT(UnitChange::new),
    RISK(PredictionDrift::new);

    private final Function<Setting, Detector> opener;

    Detectors(Function<Setting, Detector> opener) {
        this.opener = opener;
    }

    Detector open(Setting setting) {
        return opener.apply(setting);
    }
}
