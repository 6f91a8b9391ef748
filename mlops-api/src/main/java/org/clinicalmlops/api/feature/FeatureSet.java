package org.clinicalmlops.api.feature;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.feature.FeatureSpec.Kind;
import org.jspecify.annotations.Nullable;

/**
 * How the features of a model are read from the host's own row type. The same functions serve training and scoring, so that
 * the two cannot differ. Functions are known by name and revision, never hashed: raise the {@link #revision} when the code
 * behind a name changes its meaning. Immutable: every call returns a new set. Functions must be pure and thread-safe.
 */
public final class FeatureSet<R> implements Declared {
    private final Class<? super R> rowType;
    private final Function<? super R, String> patient;
    private final Function<? super R, Instant> indexedAt;
    private final List<Reader<R>> readers;
    private final List<R> probes;
    /** Made when it is first asked for; two threads may both make it. */
    private volatile @Nullable Schema schema;

    private FeatureSet(
            Class<? super R> rowType,
            Function<? super R, String> patient,
            Function<? super R, Instant> indexedAt,
            List<Reader<R>> readers,
            List<R> probes) {
        this.rowType = rowType;
        this.patient = patient;
        this.indexedAt = indexedAt;
        this.readers = List.copyOf(readers);
        this.probes = List.copyOf(probes);
    }

    /** Starts the features of {@code rowType}. */
    public static <R> NeedsPatient<R> of(Class<R> rowType) {
        Objects.requireNonNull(rowType, "rowType");
        return patient -> {
            Objects.requireNonNull(patient, "patient");
            return at ->
                    new FeatureSet<R>(rowType, patient, Objects.requireNonNull(at, "indexedAt"), List.of(), List.of());
        };
    }

    /**
     * A number that is always there.
     *
     * @param ucum unit as a UCUM code, for example {@code "mg/dL"}; {@code "1"} for none
     * @param read NaN counts as missing; an infinite value is refused at training and abstained from at serving
     */
    public FeatureSet<R> numeric(String name, String ucum, ToDoubleFunction<? super R> read) {
        Objects.requireNonNull(read, "read");
        return plus(new Reader<>(new FeatureSpec(name, Kind.NUMERIC, ucum, 1), read, row -> null, null));
    }

    /**
     * A number that may be missing; the model is also given whether it was.
     *
     * @param ucum unit as a UCUM code
     * @param read null and NaN count as missing
     */
    public FeatureSet<R> numericOrNull(String name, String ucum, Function<? super R, ? extends @Nullable Number> read) {
        Objects.requireNonNull(read, "read");
        return plus(new Reader<>(
                new FeatureSpec(name, Kind.NUMERIC_OR_NULL, ucum, 1),
                row -> {
                    Number value = read.apply(row);
                    return value == null ? Double.NaN : value.doubleValue();
                },
                row -> null,
                null));
    }

    /**
     * One of a few texts.
     *
     * @param read null counts as missing
     */
    public FeatureSet<R> categorical(String name, Function<? super R, @Nullable String> read) {
        Objects.requireNonNull(read, "read");
        return plus(new Reader<>(new FeatureSpec(name, Kind.CATEGORICAL, "1", 1), row -> Double.NaN, read, null));
    }

    /**
     * Says that the code behind a feature has changed its meaning: a model of another revision is not bound to it.
     *
     * @param revision {@code >= 1}; 1 is the default
     * @throws IllegalArgumentException if there is no such feature
     */
    public FeatureSet<R> revision(String name, int revision) {
        List<Reader<R>> revised = new ArrayList<>(readers);
        int i = indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("no feature '" + name + "' to revise; there are " + names());
        }
        Reader<R> old = readers.get(i);
        FeatureSpec spec = new FeatureSpec(name, old.spec.kind(), old.spec.unit(), revision);
        revised.set(i, new Reader<>(spec, old.number, old.text, old.taken));
        return new FeatureSet<>(rowType, patient, indexedAt, revised, probes);
    }

    /**
     * Says when the value of a feature was taken, as a laboratory sample was: recorded with each prediction, and what a rule about its age
     * ({@code InputRules.maxAge}) reads. Training does not look at it.
     *
     * @param taken null where it is not known
     * @throws IllegalArgumentException if there is no such feature
     */
    public FeatureSet<R> asOf(String name, Function<? super R, @Nullable Instant> taken) {
        Objects.requireNonNull(taken, "taken");
        List<Reader<R>> timed = new ArrayList<>(readers);
        int i = indexOf(name);
        if (i < 0) {
            throw new IllegalArgumentException("no feature '" + name + "' to be timed; there are " + names());
        }
        Reader<R> old = readers.get(i);
        timed.set(i, new Reader<>(old.spec, old.number, old.text, taken));
        return new FeatureSet<>(rowType, patient, indexedAt, timed, probes);
    }

    /**
     * Made-up rows whose extracted values are stored with a model and compared bit for bit whenever the model is bound to a
     * feature set again. Never real patients: the values are stored as they are.
     */
    public FeatureSet<R> probes(List<? extends R> rows) {
        return new FeatureSet<>(rowType, patient, indexedAt, readers, List.copyOf(rows));
    }

    public Schema schema() {
        Schema made = schema;
        if (made == null) {
            made = new Schema(readers.stream().map(r -> r.spec).toList());
            schema = made;
        }
        return made;
    }

    public int size() {
        return readers.size();
    }

    public List<R> probes() {
        return probes;
    }

    /** Reads feature {@code i} as a number; NaN if it is missing or categorical. */
    public double number(int i, R row) {
        return readers.get(i).number.applyAsDouble(row);
    }

    /** Reads feature {@code i} as a text; null if it is missing or numeric. */
    public @Nullable String text(int i, R row) {
        return readers.get(i).text.apply(row);
    }

    /** Whether it was said when values of feature {@code i} are taken. */
    public boolean timed(int i) {
        return readers.get(i).taken != null;
    }

    /** When the value of feature {@code i} was taken; null if that is not known, or nothing was said about it. */
    public @Nullable Instant asOf(int i, R row) {
        Function<? super R, @Nullable Instant> taken = readers.get(i).taken;
        return taken == null ? null : taken.apply(row);
    }

    /** The host's own key of the patient: to be pseudonymised before it is stored. */
    public String patientOf(R row) {
        return patient.apply(row);
    }

    /** The instant at which the prediction is made, from which the horizon runs. */
    public Instant indexOf(R row) {
        return indexedAt.apply(row);
    }

    private int indexOf(String name) {
        return schema().indexOf(name);
    }

    /** Row type, features in order, which of them are timed, and the number of probes; not what the functions do. */
    @Override
    public Declaration declaration() {
        List<String> timed = readers.stream()
                .filter(reader -> reader.taken != null)
                .map(reader -> reader.spec.name())
                .toList();
        Declaration declaration = Declaration.of("feature-set")
                .with("rowType", rowType.getSimpleName())
                .with("features", schema().features())
                .with("probes", probes.size());
        return timed.isEmpty() ? declaration : declaration.withTexts("timed", timed);
    }

    private List<String> names() {
        return readers.stream().map(r -> r.spec.name()).toList();
    }

    private FeatureSet<R> plus(Reader<R> reader) {
        if (readers.stream().anyMatch(other -> other.spec.name().equals(reader.spec.name()))) {
            throw new IllegalArgumentException("feature declared twice: '" + reader.spec.name() + "'");
        }
        List<Reader<R>> more = new ArrayList<>(readers);
        more.add(reader);
        return new FeatureSet<>(rowType, patient, indexedAt, more, probes);
    }

    /** Whose row it is: rows of a patient are kept on one side of every split. */
    public interface NeedsPatient<R> {
        /** @param key the host's key; pseudonymised before it is stored */
        NeedsIndex<R> patient(Function<? super R, String> key);
    }

    /** When the prediction is made. */
    public interface NeedsIndex<R> {
        /** @param at used by the data cut, splits, horizon and monitoring windows alike */
        FeatureSet<R> indexedAt(Function<? super R, Instant> at);
    }

    private static final class Reader<R> {
        private final FeatureSpec spec;
        private final ToDoubleFunction<? super R> number;
        private final Function<? super R, @Nullable String> text;
        private final @Nullable Function<? super R, @Nullable Instant> taken;

        private Reader(
                FeatureSpec spec,
                ToDoubleFunction<? super R> number,
                Function<? super R, @Nullable String> text,
                @Nullable Function<? super R, @Nullable Instant> taken) {
            this.spec = spec;
            this.number = number;
            this.text = text;
            this.taken = taken;
        }
    }
}
