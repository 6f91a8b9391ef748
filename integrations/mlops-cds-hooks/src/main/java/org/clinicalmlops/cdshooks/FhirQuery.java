package org.clinicalmlops.cdshooks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a client is asked to look up of the hook's patient: the patient, or some of what the chart holds. The prefetch template is written
 * from it, within what the specification recommends: a read by id or a search by type, parameters that take a code or a date, {@code _sort}
 * and {@code _count}. Immutable: every call returns a new one. Thread-safe.
 *
 * @see <a href="https://cds-hooks.hl7.org/">the specification, prefetch query restrictions</a>
 */
public final class FhirQuery {
    /** LOINC as a code system. */
    private static final String LOINC = "http://loinc.org";

    private static final Pattern PARAMETER = Pattern.compile("[a-z][a-z-]*");
    private static final Pattern SYSTEM = Pattern.compile("(https?://|urn:)[A-Za-z0-9._~:/-]+");
    /** What stands for itself in a query: clients differ in how they would write anything else. */
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._~-]+");

    private static final int MOST = 1_000;
    private static final int LONGEST = 36_500;
    private static final String OF_PATIENT = "{{context.patientId}}";

    private final String key;
    private final Type type;
    private final Map<String, List<String>> tokens;
    private final OptionalInt days;
    private final OptionalInt newest;

    /** A type of resource, and what its codes and its dates are called in a search of FHIR R4; blank if it is read, not searched. */
    private enum Type {
        PATIENT("Patient", "", ""),
        OBSERVATION("Observation", "code", "date"),
        CONDITION("Condition", "code", "recorded-date"),
        MEDICATION_REQUEST("MedicationRequest", "code", "authoredon"),
        PROCEDURE("Procedure", "code", "date"),
        ENCOUNTER("Encounter", "type", "date");

        private final String name;
        private final String code;
        private final String date;

        Type(String name, String code, String date) {
            this.name = name;
            this.code = code;
            this.date = date;
        }
    }

    private FhirQuery(String key, Type type, Map<String, List<String>> tokens, OptionalInt days, OptionalInt newest) {
        this.key = key;
        this.type = type;
        this.tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
        this.days = days;
        this.newest = newest;
    }

    private static FhirQuery of(String key, Type type) {
        Wording.requireText("key", key);
        return new FhirQuery(key, type, Map.of(), OptionalInt.empty(), OptionalInt.empty());
    }

    /** The patient's own resource: birth date, sex. */
    public static FhirQuery patient(String key) {
        return of(key, Type.PATIENT);
    }

    /** @param key by which clients send what they found; better not changed while clients know it */
    public static FhirQuery observations(String key) {
        return of(key, Type.OBSERVATION);
    }

    /** Dated by when they were recorded. */
    public static FhirQuery conditions(String key) {
        return of(key, Type.CONDITION);
    }

    /** Dated by when they were written. */
    public static FhirQuery medicationRequests(String key) {
        return of(key, Type.MEDICATION_REQUEST);
    }

    public static FhirQuery procedures(String key) {
        return of(key, Type.PROCEDURE);
    }

    /** Their codes are those of their types. */
    public static FhirQuery encounters(String key) {
        return of(key, Type.ENCOUNTER);
    }

    /** As {@link #code}, of LOINC. */
    public FhirQuery loinc(String code, String... more) {
        return code(LOINC, code, more);
    }

    /**
     * Those that have one of these codes; all without it.
     *
     * @param system as a URI, for example {@code http://snomed.info/sct}
     * @param code letters, digits and {@code . _ ~ -}; others, as alternatives, in {@code more} or by calling it again
     */
    public FhirQuery code(String system, String code, String... more) {
        requireForm("system", system, SYSTEM);
        List<String> codes = values("code", code, more);
        return token(type.code, codes.stream().map(one -> system + "|" + one).toList());
    }

    /**
     * Those of which a parameter of the search has one of these values, as {@code only("status", "final", "amended")}. Clients differ in the
     * parameters that they know.
     *
     * @param parameter of those that take a code: lower-case letters and hyphens
     * @param value as {@link #code}
     */
    public FhirQuery only(String parameter, String value, String... more) {
        requireForm("parameter", parameter, PARAMETER);
        if (parameter.equals(type.code) || parameter.equals(type.date) || parameter.equals("patient")) {
            throw new IllegalArgumentException(
                    "parameter must be one that nothing else here says, was '" + parameter + "'");
        }
        return token(parameter, values("value", value, more));
    }

    private FhirQuery token(String parameter, List<String> values) {
        requireSearch();
        Map<String, List<String>> all = new LinkedHashMap<>(tokens);
        List<String> alternatives = new ArrayList<>(all.getOrDefault(parameter, List.of()));
        for (String value : values) {
            if (alternatives.contains(value)) {
                throw new IllegalArgumentException(parameter + " of '" + key + "' must not be said twice: " + value);
            }
            alternatives.add(value);
        }
        all.put(parameter, List.copyOf(alternatives));
        return new FhirQuery(key, type, all, days, newest);
    }

    /** The newest one only. */
    public FhirQuery newest() {
        return newest(1);
    }

    /**
     * The newest only. They are the newest of all codes together: what is measured every hour would push out what is measured once a day,
     * which then needs a query of its own.
     *
     * @param most how many, in [1, 1000]
     */
    public FhirQuery newest(int most) {
        requireWithin("most", most, MOST);
        return new FhirQuery(key, requireSearch(), tokens, days, OptionalInt.of(most));
    }

    /**
     * Those of the last days only. For what is counted or compared over time: a value's age is better bounded by
     * {@code InputRules.maxAge}, which says that it is too old where this would say that there is none. The template has {@code today()},
     * which came with version 3: clients of 1.1 and 2.0 leave out what they cannot fill in.
     *
     * @param days before today, in [1, 36500]
     */
    public FhirQuery lastDays(int days) {
        requireWithin("days", days, LONGEST);
        return new FhirQuery(key, requireSearch(), tokens, OptionalInt.of(days), newest);
    }

    private Type requireSearch() {
        if (type == Type.PATIENT) {
            throw new IllegalStateException("'" + key + "' reads the patient, of whom there is one: nothing to choose");
        }
        return type;
    }

    private static void requireWithin(String name, int value, int high) {
        if (value < 1 || value > high) {
            throw new IllegalArgumentException(name + " must be in [1, " + high + "], was " + value);
        }
    }

    private static List<String> values(String name, String value, String... more) {
        List<String> all = new ArrayList<>(List.of(Objects.requireNonNull(value, name)));
        all.addAll(List.of(more));
        all.forEach(one -> requireForm(name, one, VALUE));
        return all;
    }

    private static void requireForm(String name, String value, Pattern form) {
        Objects.requireNonNull(value, name);
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must match " + form.pattern() + ", was '" + value + "'");
        }
    }

    /** By which clients send what they found. */
    public String key() {
        return key;
    }

    /** As discovery shows it. */
    public String template() {
        if (type == Type.PATIENT) {
            return "Patient/" + OF_PATIENT;
        }
        String chosen = tokens.entrySet().stream()
                .map(token -> "&" + token.getKey() + "=" + String.join(",", token.getValue()))
                .collect(Collectors.joining());
        String since = days.isPresent() ? "&" + type.date + "=ge{{today() - " + days.getAsInt() + " days}}" : "";
        String first = newest.isPresent() ? "&_sort=-" + type.date + "&_count=" + newest.getAsInt() : "";
        return type.name + "?patient=" + OF_PATIENT + chosen + since + first;
    }

    /** Key and template. */
    @Override
    public String toString() {
        return key + ": " + template();
    }
}
