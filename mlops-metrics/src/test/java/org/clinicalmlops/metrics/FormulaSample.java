package org.clinicalmlops.metrics;

/** Values by the formula that src/test/oracle/distributions.py and distributions.R use too, so that no large file is kept. */
final class FormulaSample {
    private FormulaSample() {}

    /**
     * @param spec {@code "a b c M n power"}: ((a i i + b i + c) mod M + 0.5) / M to the power 1 or 2, and the whole number itself if
     *     power is 0
     */
    static double[] of(String spec) {
        String[] s = spec.split(" ");
        long a = Long.parseLong(s[0]);
        long b = Long.parseLong(s[1]);
        long c = Long.parseLong(s[2]);
        long modulus = Long.parseLong(s[3]);
        double[] values = new double[Integer.parseInt(s[4])];
        for (int i = 0; i < values.length; i++) {
            long whole = (a * i * i + b * i + c) % modulus;
            double share = (whole + 0.5) / modulus;
            values[i] = s[5].equals("0") ? whole : s[5].equals("1") ? share : share * share;
        }
        return values;
    }

    static SortedSample sorted(String spec) {
        return SortedSample.of(of(spec));
    }
}
