package org.clinicalmlops.monitoring.input;

import java.util.List;
import java.util.stream.Stream;

/**
 * A change of unit that is known to happen: {@code to = scale from + offset}. Immutable.
 *
 * @param what is measured
 * @param from UCUM code of the one unit; empty where it is the same with any
 * @param to UCUM code of the other
 * @param scale above 0
 * @param offset 0 but for temperatures
 */
record Conversion(String what, String from, String to, double scale, double offset) {
    /**
     * Both directions of each. Factors are those of the molar masses (creatinine 113.12, glucose 180.16, urea 60.06, urea nitrogen 28.01,
     * bilirubin 584.7, calcium 40.08, cholesterol 386.65 g/mol; haemoglobin per monomer 16,114 g/mol) and of the definitions of the units.
     */
    static final List<Conversion> KNOWN = Stream.of(
                    new Conversion("creatinine", "mg/dL", "umol/L", 88.4, 0),
                    new Conversion("glucose", "mmol/L", "mg/dL", 18.016, 0),
                    new Conversion("urea", "mmol/L", "mg/dL", 6.006, 0),
                    new Conversion("urea to urea nitrogen", "mmol/L", "mg/dL", 2.801, 0),
                    new Conversion("urea nitrogen to urea", "mg/dL", "mg/dL", 2.144, 0),
                    new Conversion("bilirubin", "mg/dL", "umol/L", 17.1, 0),
                    new Conversion("calcium", "mmol/L", "mg/dL", 4.008, 0),
                    new Conversion("haemoglobin", "g/dL", "g/L", 10, 0),
                    new Conversion("haemoglobin", "mmol/L", "g/dL", 1.611, 0),
                    new Conversion("cholesterol", "mmol/L", "mg/dL", 38.67, 0),
                    new Conversion("mass", "kg", "[lb_av]", 2.2046, 0),
                    new Conversion("length", "[in_i]", "cm", 2.54, 0),
                    new Conversion("pressure", "kPa", "mm[Hg]", 7.5006, 0),
                    new Conversion("decimal point", "", "", 10, 0),
                    new Conversion("decimal point", "", "", 100, 0),
                    new Conversion("decimal point", "", "", 1000, 0),
                    new Conversion("temperature", "Cel", "[degF]", 1.8, 32))
            .flatMap(c -> Stream.of(c, c.inverse()))
            .toList();

    /** Temperatures of a body, in degrees Celsius: elsewhere nobody would take a drift for a change of scale. Our choice. */
    private static final double COLDEST = 30;

    private static final double WARMEST = 45;

    static Conversion times(double factor) {
        return new Conversion("", "", "", factor, 0);
    }

    private Conversion inverse() {
        return new Conversion(what, to, from, 1 / scale, offset == 0 ? 0 : -offset / scale);
    }

    double apply(double x) {
        return scale * x + offset;
    }

    /** The value before the change. */
    double before(double y) {
        return (y - offset) / scale;
    }

    /** By how much a value is multiplied; the same for all but temperatures. */
    double factorAt(double x) {
        return offset == 0 ? scale : apply(x) / x;
    }

    /** Whether it can happen to values around this one. */
    boolean suits(double middle) {
        double celsius = scale > 1 ? middle : apply(middle);
        return offset == 0 || celsius >= COLDEST && celsius <= WARMEST;
    }

    /** Whether values declared in a unit can be converted so. */
    boolean suits(String unit) {
        return from.equals(unit);
    }

    /** For a reader. */
    String text() {
        return from.isEmpty() ? what : what + ", " + from + " to " + to;
    }
}
