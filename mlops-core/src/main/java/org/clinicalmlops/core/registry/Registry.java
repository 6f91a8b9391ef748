package org.clinicalmlops.core.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.Recorded;
import org.clinicalmlops.api.monitor.Baseline;
import org.clinicalmlops.core.feature.Typical;
import org.clinicalmlops.core.model.ArtifactReader;
import org.clinicalmlops.core.model.BaselineReader;
import org.clinicalmlops.core.model.ModelArtifact;
import org.clinicalmlops.core.seal.Sealing;

/** Models as the ledger knows them: nothing is kept beside it, so a copied ledger answers the same. Thread-safe. */
public final class Registry {
    private final Ledger ledger;
    private final Sealing sealing;

    private Registry(Ledger ledger, Sealing sealing) {
        this.ledger = ledger;
        this.sealing = sealing;
    }

    public static Registry of(Ledger ledger) {
        return of(ledger, Sealing.NONE);
    }

    /** Of a ledger whose states of monitors may be sealed. */
    public static Registry of(Ledger ledger, Sealing sealing) {
        return new Registry(Objects.requireNonNull(ledger, "ledger"), Objects.requireNonNull(sealing, "sealing"));
    }

    /** All versions, oldest first. Cost: one pass over the entries about models. */
    public List<ModelVersion> versions() {
        Map<String, ModelVersion> versions = new LinkedHashMap<>();
        ledger.read(Set.of(EntryKind.MODEL_TRAINED, EntryKind.MODEL_APPROVED), entry -> {
            String model = entry.facts().required("model");
            ModelVersion known = versions.get(model);
            boolean approval = entry.kind() == EntryKind.MODEL_APPROVED;
            versions.put(
                    model,
                    known == null
                            ? version(entry, approval ? Optional.of(entry.at()) : Optional.empty())
                            : new ModelVersion(
                                    known.model(),
                                    known.plan(),
                                    known.data(),
                                    known.trainer(),
                                    known.trainedAt(),
                                    approval ? Optional.of(entry.at()) : known.approvedAt()));
        });
        return List.copyOf(versions.values());
    }

    /**
     * The version that was in use in a deployment at an instant, if it answered; empty if none did: before, in its silent trial, stopped or
     * closed. With a challenger it answered for those patients only who were not the challenger's: see {@link #shares}.
     *
     * @param deployment its id
     */
    public Optional<Digest> answering(String deployment, Instant at) {
        return Course.of(ledger, deployment, at).standing().answering();
    }

    /**
     * The version that answered in a deployment at an instant for one patient; empty if none did. It is computed from the changes, so that it
     * can be asked of any patient; which version has made a prediction stands in that prediction's row.
     *
     * @param deployment its id
     * @param patient the pseudonym
     */
    public Optional<Digest> answering(String deployment, String patient, Instant at) {
        return Course.of(ledger, deployment, at).standing().answering(patient);
    }

    /**
     * The versions that answered in a deployment at an instant: one for all patients, or the version in use and its challenger with their
     * shares, which add up to 1; none if none answered.
     *
     * @param deployment its id
     */
    public List<Share> shares(String deployment, Instant at) {
        return Course.of(ledger, deployment, at).standing().shares();
    }

    /** Where every version was at an instant: one answer for each deployment that it was in, or one for a version that was in none. */
    public List<VersionUse> stages(Instant asOf) {
        return Stages.of(ledger, asOf);
    }

    /**
     * Which versions answered in a deployment one after the other, who let them, and on what evidence; while a newer version answered for a
     * share of the patients, both, with their shares, and a new time for each new share. Cost: one pass over the entries about
     * changes and one over those about runs, gates and trials; predictions are not read.
     *
     * @param deployment its id
     * @return in the order in which they began, of two that began together the version in use first; none if it never answered
     */
    public List<InUse> history(String deployment) {
        return History.of(ledger, Course.of(ledger, deployment));
    }

    /**
     * Which version answered in a deployment at an instant, who let it, and on what evidence, as it was known then. With a challenger, that
     * of the version in use, which answered for the rest of the patients; {@link #allInUse} has both.
     *
     * @return empty if none answered; its end is never known
     */
    public Optional<InUse> inUse(String deployment, Instant at) {
        return allInUse(deployment, at).stream().findFirst();
    }

    /** As {@link #inUse}, with the challenger after the version in use. */
    public List<InUse> allInUse(String deployment, Instant at) {
        return History.of(ledger, Course.of(ledger, deployment, at)).stream()
                .filter(span -> span.ended().isEmpty())
                .toList();
    }

    /** What an approval rests on, itself included, oldest first: rows, training, evaluation, baseline, gates, signatures. */
    public List<Reference> evidence(Entry approved) {
        return History.evidence(ledger, approved);
    }

    /**
     * What two versions differ in.
     *
     * @throws MlopsException if the ledger does not hold both, or a text of them is damaged
     */
    public VersionComparison compare(Digest a, Digest b) {
        return new Comparing(this, ledger).of(a, b);
    }

    /**
     * Reads a stored model.
     *
     * @throws MlopsException if the ledger holds no such model, neither trained nor imported, or its text is damaged
     */
    public ModelArtifact model(Digest model) {
        return ArtifactReader.read(text(model), model);
    }

    /**
     * Reads the reference that monitoring of a model compares with.
     *
     * @throws MlopsException if the ledger holds none, or its text is damaged
     */
    public Baseline baseline(Digest model) {
        return BaselineReader.read(body(EntryKind.BASELINE_PROFILED, model));
    }

    /** What is typical of the rows that a model was made of; nothing where no run has recorded it. */
    public Typical typical(Digest model) {
        List<Typical> typical = new ArrayList<>(List.of(Typical.NONE));
        ledger.read(Set.of(EntryKind.BASELINE_PROFILED), entry -> {
            if (entry.facts().says("model", model.hex())) {
                typical.set(0, Typical.read(entry.facts()));
            }
        });
        return typical.get(0);
    }

    /**
     * What the monitor of a model had gathered when it was last saved.
     *
     * @param deployment its id
     * @return for {@link org.clinicalmlops.api.monitor.MonitorEngine#resume}; empty if none was kept
     * @throws MlopsException if it is damaged, or sealed and cannot be opened
     */
    public Optional<byte[]> monitorState(String deployment, Digest model) {
        List<Recorded> last = new ArrayList<>();
        Recorded.read(ledger, Set.of(EntryKind.MONITOR_SAVED), entry -> {
            if (entry.facts().says("deployment", deployment) && entry.facts().says("model", model.hex())) {
                last.clear();
                last.add(entry);
            }
        });
        return last.stream().findFirst().map(saved -> sealing.open(saved.facts(), state(saved)));
    }

    /**
     * The state in a {@code MONITOR_SAVED} entry, as it is stored.
     *
     * @throws MlopsException if it is damaged
     */
    public static byte[] state(Recorded saved) {
        try {
            byte[] state = Base64.getDecoder().decode(saved.body().orElse(""));
            if (saved.facts().says("state", Digest.of(state).hex())) {
                return state;
            }
        } catch (IllegalArgumentException e) { // no Base64
            throw new MlopsException("the monitor's state in entry " + saved.sequence() + " is damaged", e);
        }
        throw new MlopsException("the monitor's state in entry " + saved.sequence() + " is damaged");
    }

    /** The newest entry of a kind about a version under a plan; empty without any. */
    public Optional<Entry> newest(EntryKind kind, Digest plan, Digest model) {
        List<Entry> last = new ArrayList<>();
        ledger.read(Set.of(kind), entry -> {
            if (entry.facts().says("model", model.hex()) && entry.facts().says("plan", plan.hex())) {
                last.clear();
                last.add(entry);
            }
        });
        return last.stream().findFirst();
    }

    private String text(Digest model) {
        List<String> texts = new ArrayList<>();
        ledger.read(Set.of(EntryKind.MODEL_TRAINED, EntryKind.MODEL_IMPORTED), entry -> {
            if (entry.facts().says("model", model.hex())) {
                texts.clear();
                texts.add(entry.body().orElse(""));
            }
        });
        if (texts.isEmpty()) {
            throw new MlopsException("the ledger holds no MODEL_TRAINED entry of model " + model.brief());
        }
        return texts.get(0);
    }

    private String body(EntryKind kind, Digest model) {
        List<String> bodies = new ArrayList<>();
        ledger.read(Set.of(kind), entry -> {
            if (entry.facts().says("model", model.hex())) {
                bodies.clear();
                entry.body().ifPresent(bodies::add);
            }
        });
        if (bodies.isEmpty()) {
            throw new MlopsException("the ledger holds no " + kind + " entry of model " + model.brief());
        }
        return bodies.get(0);
    }

    private static ModelVersion version(Entry entry, Optional<Instant> approvedAt) {
        return new ModelVersion(
                new Digest(entry.facts().required("model")),
                new Digest(entry.facts().required("plan")),
                new Digest(entry.facts().required("data")),
                entry.facts().required("trainer"),
                entry.at(),
                approvedAt);
    }
}
