package org.clinicalmlops.fhir;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.clinicalmlops.api.Risk;

/**
 * A risk as the percentage that {@code RiskAssessment.prediction.probabilityDecimal} is: R4 says of it "Decimal values are expressed as
 * percentages as well (max = 100)", and its rule ras-2 holds that maximum.
 */
final class Percent {
    /** Decimal places of a percentage that FHIR lets everybody rely on: R4, data type decimal, "18 digits". */
    private static final int PLACES = 18;

    private Percent() {}

    /**
     * The decimal point of the shortest number that reads back as the risk, moved by two: nothing is rounded, so that what is in the record is what
     * was compared with the threshold. Only digits beyond the 18th place are, which is less than 1e-20 of a probability.
     */
    static BigDecimal of(Risk risk) {
        BigDecimal percent = BigDecimal.valueOf(risk.value()).movePointRight(2);
        BigDecimal shown = percent.scale() > PLACES ? percent.setScale(PLACES, RoundingMode.HALF_EVEN) : percent;
        BigDecimal stripped = shown.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
    }
}
