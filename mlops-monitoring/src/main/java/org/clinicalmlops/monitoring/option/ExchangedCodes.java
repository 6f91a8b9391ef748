package org.clinicalmlops.monitoring.option;

import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.monitor.Detector;
import org.clinicalmlops.api.monitor.DetectorSpec;
import org.clinicalmlops.api.monitor.Family;

/**
 * Whether two codes of a category have changed places. The codes are about as frequent as before where both are common, too little changed
 * for what watches any drift, and yet the model is told the opposite of every such row. Shares the false alarms of the drift of inputs. Other
 * patients, among whom the codes are as frequent as if they were exchanged, look the same to it. Immutable.
 */
public final class ExchangedCodes implements DetectorSpec {
    static final String ID = "input.exchanged-codes";

    private ExchangedCodes() {}

    public static ExchangedCodes watched() {
        return new ExchangedCodes();
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Family family() {
        return Family.DRIFT;
    }

    @Override
    public Detector open(Setting setting) {
        return new ExchangeOfCodes(setting);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("exchanged-codes");
    }
}
