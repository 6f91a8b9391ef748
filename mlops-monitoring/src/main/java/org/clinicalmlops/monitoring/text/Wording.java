package org.clinicalmlops.monitoring.text;

import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clinicalmlops.api.monitor.Magnitudes;

/** Numbers as a reader of a report wants them. */
public final class Wording {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT);

    private Wording() {}

    /** {@code 12.3 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    /** Two decimals. */
    public static String hundredths(double x) {
        return String.format(Locale.ROOT, "%.2f", x);
    }

    /** Three decimals. */
    public static String thousandths(double x) {
        return String.format(Locale.ROOT, "%.3f", x);
    }

    /** One decimal. */
    public static String tenths(double x) {
        return String.format(Locale.ROOT, "%.1f", x);
    }

    /** At most three significant digits: {@code 88.4}, {@code 0.2}, {@code 5}. */
    public static String factor(double x) {
        String text = String.format(Locale.ROOT, x >= 10 ? "%.0f" : x >= 1 ? "%.1f" : "%.2g", x);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }

    /** At most four significant digits: {@code 88.4}, {@code 0.05551}, {@code 10}. */
    public static String number(double x) {
        double rounded = Double.parseDouble(String.format(Locale.ROOT, "%.4g", x));
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e7
                ? String.format(Locale.ROOT, "%.0f", rounded)
                : Double.toString(rounded);
    }

    /** Two significant digits. */
    public static String brief(double x) {
        return String.format(Locale.ROOT, "%.2g", x);
    }

    /** {@code about 128 to 139.6}: numbers in a cell of {@link Magnitudes}; below the first one, {@code 0 or less}. */
    public static String magnitude(int cell) {
        return cell < 0
                ? "0 or less"
                : "about " + number(Magnitudes.lower(cell)) + " to "
                        + number(cell == Magnitudes.CELLS - 1 ? Double.MAX_VALUE : Magnitudes.lower(cell + 1));
    }

    /** {@code 4 months}, {@code 1 year and 6 months}, {@code 10 days}. */
    public static String period(Period period) {
        List<String> parts = new ArrayList<>();
        for (ChronoUnit unit : List.of(ChronoUnit.YEARS, ChronoUnit.MONTHS, ChronoUnit.DAYS)) {
            String noun = unit.toString().toLowerCase(Locale.ROOT);
            if (period.get(unit) != 0) {
                parts.add(count(period.get(unit), noun.substring(0, noun.length() - 1)));
            }
        }
        return String.join(" and ", parts);
    }

    /** {@code 1 row}, {@code 2 rows}. */
    public static String count(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** The day in UTC. */
    public static String day(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    /** Day and minute in UTC. */
    public static String minute(Instant instant) {
        return instant.atZone(ZoneOffset.UTC).format(MINUTE);
    }
}
