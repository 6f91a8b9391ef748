package org.clinicalmlops.examples.canary;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values that nobody has but the marked rows, and where they come out: as text, if it is not rounded to a whole number, or as the bytes of a number. */
final class Canaries {
    static final String PATIENT = "CanaryPatient";
    static final String WARD = "CanaryWard";
    static final String TRAINED_WARD = "RareWard";
    static final double TRAINED_LOW = 271.9384;
    static final double TRAINED_MIDDLE = 4193.7265;
    static final double TRAINED_HIGH = 9736.1842;
    static final double SERVED = 7391.8264;
    static final double THROWN = 6173.8295;
    static final double INFINITE_BESIDE = 7729.1837;
    /** Instants with a marked fraction: of an index and of an outcome. */
    static final long INDEX_NANOS = 417_293_000;

    static final long OUTCOME_NANOS = 829_371_000;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24,}={0,2}");

    private final Map<String, List<byte[]>> forms = new LinkedHashMap<>();

    /** Those that may be nowhere, whatever is sealed. */
    static Canaries secret() {
        return new Canaries().text(PATIENT).number(THROWN);
    }

    /** Those of served rows, which are where the design says. */
    static Canaries served() {
        return new Canaries()
                .text(WARD)
                .number(SERVED)
                .number(INFINITE_BESIDE)
                .text("." + INDEX_NANOS / 1000)
                .text("." + OUTCOME_NANOS / 1000);
    }

    /** Those of rows that a model was trained and judged on. */
    static Canaries trained() {
        return new Canaries().number(TRAINED_LOW).number(TRAINED_MIDDLE).number(TRAINED_HIGH);
    }

    /** A category that one row of training has: a name of a category is a word of the model. */
    static Canaries vocabulary() {
        return new Canaries().text(TRAINED_WARD);
    }

    static Instant marked(Instant at, long nanos) {
        return Instant.ofEpochSecond(at.getEpochSecond(), nanos);
    }

    private Canaries text(String text) {
        forms.put(text, List.of(text.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    private Canaries number(double value) {
        String digits = Double.toString(value).substring(0, 5);
        forms.put(
                Double.toString(value),
                List.of(
                        digits.getBytes(StandardCharsets.UTF_8),
                        ByteBuffer.allocate(8).putDouble(value).array(),
                        ByteBuffer.allocate(8)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putDouble(value)
                                .array()));
        return this;
    }

    /** Which are in these bytes, or in Base64 within them. */
    List<String> in(byte[] bytes) {
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        List<String> places = new ArrayList<>(List.of(latin));
        Matcher encoded = BASE64.matcher(latin);
        while (encoded.find()) {
            try {
                places.add(new String(Base64.getDecoder().decode(encoded.group()), StandardCharsets.ISO_8859_1));
            } catch (IllegalArgumentException e) {
                continue; // letters that are no Base64
            }
        }
        List<String> found = new ArrayList<>();
        forms.forEach((name, all) -> {
            boolean there = all.stream()
                    .map(form -> new String(form, StandardCharsets.ISO_8859_1))
                    .anyMatch(form -> places.stream().anyMatch(place -> place.contains(form)));
            if (there) {
                found.add(name);
            }
        });
        return found;
    }

    List<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Which are in this text, each with what is around it. */
    List<String> around(String text) {
        List<String> found = new ArrayList<>();
        forms.forEach((name, all) -> {
            int at = text.indexOf(new String(all.get(0), StandardCharsets.UTF_8));
            if (at >= 0) {
                found.add(text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 60)));
            }
        });
        return found;
    }
}
