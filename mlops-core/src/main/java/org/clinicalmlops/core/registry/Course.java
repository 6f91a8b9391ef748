package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryFilter;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;

/**
 * What became of a deployment: the entries that change what it answers, in their order, and which versions were retired. Immutable. Cost of
 * reading: one pass over the entries of {@link #CHANGES}, of which there are few; predictions are not read.
 */
public final class Course {
    /** The kinds that change what a deployment answers, or what may answer. */
    public static final Set<EntryKind> CHANGES = Set.of(
            EntryKind.SILENT_TRIAL_STARTED,
            EntryKind.SILENT_TRIAL_WITHDRAWN,
            EntryKind.WENT_LIVE,
            EntryKind.RAMP_STARTED,
            EntryKind.RAMP_WIDENED,
            EntryKind.RAMP_WITHDRAWN,
            EntryKind.MODEL_PROMOTED,
            EntryKind.MODEL_ROLLED_BACK,
            EntryKind.DEPLOYMENT_STOPPED,
            EntryKind.DEPLOYMENT_STARTED_AGAIN,
            EntryKind.DEPLOYMENT_CLOSED,
            EntryKind.DEPLOYMENT_RESUMED,
            EntryKind.MODEL_RETIRED);

    private final String deployment;
    private final List<Entry> entries;
    private final Standing standing;
    private final Map<Digest, Entry> retired;

    private Course(String deployment, List<Entry> entries, Map<Digest, Entry> retired) {
        this.deployment = deployment;
        this.entries = List.copyOf(entries);
        this.retired = retired;
        Standing now = Standing.NONE;
        for (Entry entry : entries) {
            now = now.after(entry);
        }
        this.standing = now;
    }

    /** @param deployment its id; one that the ledger does not know has no entries */
    public static Course of(Ledger ledger, String deployment) {
        return read(ledger, EntryFilter.ALL, deployment);
    }

    /** As it was at an instant, by the clocks of those who wrote. */
    public static Course of(Ledger ledger, String deployment, Instant asOf) {
        return read(ledger, upTo(asOf), deployment);
    }

    /** Of every deployment that the ledger knew at an instant, in the order in which they began. */
    public static List<Course> all(Ledger ledger, Instant asOf) {
        return all(ledger, upTo(asOf));
    }

    /** Of every deployment that the ledger knows, in the order in which they began. */
    public static List<Course> all(Ledger ledger) {
        return all(ledger, EntryFilter.ALL);
    }

    /** Which versions are retired, and by which entry. */
    public static Map<Digest, Entry> retired(Ledger ledger) {
        return retired(ledger, Instant.MAX);
    }

    static Map<Digest, Entry> retired(Ledger ledger, Instant asOf) {
        Map<Digest, Entry> retired = new LinkedHashMap<>();
        ledger.read(upTo(asOf).ofKinds(EntryKind.MODEL_RETIRED), entry -> note(entry, retired));
        return retired;
    }

    private static List<Course> all(Ledger ledger, EntryFilter when) {
        Map<String, List<Entry>> entries = new LinkedHashMap<>();
        Map<Digest, Entry> retired = new LinkedHashMap<>();
        ledger.read(when.ofKinds(kinds()), entry -> {
            note(entry, retired);
            entry.facts()
                    .text("deployment")
                    .ifPresent(id ->
                            entries.computeIfAbsent(id, x -> new ArrayList<>()).add(entry));
        });
        List<Course> courses = new ArrayList<>();
        entries.forEach((id, own) -> courses.add(new Course(id, own, retired)));
        return courses;
    }

    private static Course read(Ledger ledger, EntryFilter when, String deployment) {
        List<Entry> entries = new ArrayList<>();
        Map<Digest, Entry> retired = new LinkedHashMap<>();
        ledger.read(when.ofKinds(kinds()), entry -> {
            note(entry, retired);
            if (entry.facts().says("deployment", deployment)) {
                entries.add(entry);
            }
        });
        return new Course(deployment, entries, retired);
    }

    private static void note(Entry entry, Map<Digest, Entry> retired) {
        if (entry.kind() == EntryKind.MODEL_RETIRED) {
            retired.putIfAbsent(new Digest(entry.facts().required("model")), entry);
        }
    }

    /** Entries up to and with an instant. */
    static EntryFilter upTo(Instant asOf) {
        return asOf.equals(Instant.MAX) ? EntryFilter.ALL : EntryFilter.ALL.until(asOf.plusNanos(1));
    }

    private static EntryKind[] kinds() {
        return CHANGES.toArray(new EntryKind[0]);
    }

    public String deployment() {
        return deployment;
    }

    /** Oldest first. */
    public List<Entry> entries() {
        return entries;
    }

    /** Number of the newest of them; 0 without any. */
    public long last() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).sequence();
    }

    /** How it stands after all of them. */
    public Standing standing() {
        return standing;
    }

    /** Where it is used; its id where nobody named a place. */
    public String site() {
        return entries.stream()
                .filter(entry -> entry.kind() == EntryKind.SILENT_TRIAL_STARTED)
                .findFirst()
                .flatMap(entry -> entry.facts().text("site"))
                .orElse(deployment);
    }

    /** The entry by which a version was retired; empty if it was not. */
    public Optional<Entry> retired(Digest model) {
        return Optional.ofNullable(retired.get(model));
    }

    /** Whether a version ever answered here for all patients. */
    public boolean answered(Digest model) {
        return entries.stream()
                .anyMatch(entry -> entry.facts().says("model", model.hex())
                        && (entry.kind() == EntryKind.WENT_LIVE
                                || entry.kind() == EntryKind.MODEL_PROMOTED
                                || entry.kind() == EntryKind.MODEL_ROLLED_BACK));
    }

    /** The newest entry by which a version had to give way to an earlier one; empty if it never had. */
    public Optional<Entry> takenBack(Digest model) {
        return last(entry ->
                entry.kind() == EntryKind.MODEL_ROLLED_BACK && entry.facts().says("replaced", model.hex()));
    }

    /** The newest entry by which a version came here, silently or by rolling back; empty if it never did. */
    public Optional<Entry> came(Digest model) {
        return last(
                entry -> (entry.kind() == EntryKind.SILENT_TRIAL_STARTED || entry.kind() == EntryKind.MODEL_ROLLED_BACK)
                        && entry.facts().says("model", model.hex()));
    }

    /** The newest entry by which another version began to answer. */
    public Optional<Entry> succession() {
        return last(entry -> entry.kind() == EntryKind.WENT_LIVE
                || entry.kind() == EntryKind.MODEL_PROMOTED
                || entry.kind() == EntryKind.MODEL_ROLLED_BACK);
    }

    private Optional<Entry> last(Predicate<Entry> wanted) {
        return entries.stream().filter(wanted).reduce((earlier, later) -> later);
    }
}
