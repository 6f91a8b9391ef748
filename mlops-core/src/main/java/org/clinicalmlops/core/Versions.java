package org.clinicalmlops.core;

import java.security.PublicKey;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.MlopsException;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.ledger.Chain;
import org.clinicalmlops.api.ledger.CheckpointSigner;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Entry;
import org.clinicalmlops.api.ledger.EntryKind;
import org.clinicalmlops.api.ledger.Facts;
import org.clinicalmlops.api.ledger.Ledger;
import org.clinicalmlops.api.ledger.LedgerConflict;
import org.clinicalmlops.api.plan.Pipeline;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.ChangeDecision.Refusal;
import org.clinicalmlops.api.serve.ChangeDecision.Why;
import org.clinicalmlops.api.usecase.Staff;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.exchange.ExportAnswer;
import org.clinicalmlops.core.exchange.Gathering;
import org.clinicalmlops.core.exchange.ImportAnswer;
import org.clinicalmlops.core.exchange.ModelFile;
import org.clinicalmlops.core.internal.RunRecord;
import org.clinicalmlops.core.registry.Course;
import org.clinicalmlops.core.registry.Registry;
import org.clinicalmlops.core.serve.Audit;
import org.clinicalmlops.core.serve.Conditional;
import org.clinicalmlops.core.serve.Signatures;

/** What is done with versions apart from deployments. Of a {@link Workspace}; thread-safe. */
public final class Versions {
    private final Ledger ledger;
    private final Clock clock;
    private final Staff staff;
    private final Audit audit;
    private final Registry registry;

    Versions(Ledger ledger, Clock clock, Staff staff, Audit audit) {
        this.ledger = ledger;
        this.clock = clock;
        this.staff = staff;
        this.audit = audit;
        this.registry = Registry.of(ledger);
    }

    /**
     * What a person signs who asks to retire or to export a version: the change, the plan, the version, and the last time that it was done,
     * so a signature is good once.
     *
     * @param change {@link Change#RETIRE} or {@link Change#EXPORT}
     * @param plan under which the version was made
     */
    public Digest toSign(Change change, Pipeline<?, Risk> plan, Digest model) {
        EntryKind done = switch (change) {
            case RETIRE -> EntryKind.MODEL_RETIRED;
            case EXPORT -> EntryKind.MODEL_EXPORTED;
            default ->
                throw new IllegalArgumentException("change must be RETIRE or EXPORT, was " + change
                        + "; a deployment says what to sign for its changes");
        };
        long after =
                registry.newest(done, plan.digest(), model).map(Entry::sequence).orElse(0L);
        return Signatures.toSign(change, plan.digest().hex(), model, after);
    }

    /**
     * Takes a version out of use for good: it can be deployed, promoted and rolled back to nowhere any more. Refused while a deployment that
     * is not closed uses it, silently or stopped too.
     *
     * @param plan under which it was made; it names the roles
     * @param signOff under {@link #toSign}
     * @throws LedgerConflict if it came into use somewhere meanwhile; nothing is changed
     * @throws MlopsException if the ledger could not be written
     */
    public ChangeDecision retire(Pipeline<?, Risk> plan, Digest model, SignOff signOff) {
        audit.flush();
        List<Course> courses = Course.all(ledger);
        List<Refusal> refusals = new ArrayList<>(unsigned(Change.RETIRE, plan, model, signOff));
        Optional.ofNullable(Course.retired(ledger).get(model))
                .ifPresent(entry ->
                        refusals.add(new Refusal(Why.VERSION, "the version was retired at entry " + entry.sequence())));
        long seen = 0;
        for (Course course : courses) {
            if (course.standing().uses(model)) {
                refusals.add(new Refusal(Why.STATE, "deployment '" + course.deployment() + "' uses the version"));
            }
            seen = Math.max(seen, course.last());
        }
        Facts facts = RunRecord.plan(plan).with("model", model).and(Signatures.facts(signOff));
        if (!refusals.isEmpty()) {
            return refused(Change.RETIRE, facts, refusals);
        }
        Entry entry = Conditional.append(
                audit,
                ledger,
                seen,
                change -> change.facts().says("model", model.hex())
                        || change.facts().says("shadow.model", model.hex()),
                List.of(Draft.of(EntryKind.MODEL_RETIRED, clock.instant(), facts)));
        return new ChangeDecision.Made(entry.sequence());
    }

    /**
     * Gives a version with its full evidence out of hand, as one signed file. Cost: verifies the whole chain.
     *
     * @param plan under which it was made and approved; it names the roles
     * @param signOff under {@link #toSign(Change, Pipeline, Digest)}
     * @param key names the signer's key
     * @param signer the host's Ed25519 key
     * @throws MlopsException if the chain is broken, or the ledger could not be written: then there is no file
     */
    public ExportAnswer exported(
            Pipeline<?, Risk> plan, Digest model, SignOff signOff, String key, CheckpointSigner signer) {
        audit.flush();
        List<Refusal> refusals = new ArrayList<>(unsigned(Change.EXPORT, plan, model, signOff));
        List<Entry> entries = Gathering.of(ledger, plan.digest(), model);
        if (entries.isEmpty()) {
            refusals.add(new Refusal(Why.VERSION, "the ledger holds no approval of the version under this plan"));
        }
        Facts facts = RunRecord.plan(plan).with("model", model).and(Signatures.facts(signOff));
        if (!refusals.isEmpty()) {
            return new ExportAnswer.Refused(refused(Change.EXPORT, facts, refusals));
        }
        Chain chain = ledger.verify().fold(intact -> new Chain(intact.entries(), intact.last()), broken -> {
            throw new MlopsException("the ledger is broken at entry " + broken.sequence() + ": " + broken.reason());
        });
        ModelFile file = ModelFile.signed(
                model, plan.digest(), clock.instant(), chain, Gathering.checkpoint(ledger), entries, key, signer);
        Facts done = facts.with("file", file.digest()).with("key", key).with("entries", entries.size());
        Entry entry = audit.append(Draft.of(EntryKind.MODEL_EXPORTED, clock.instant(), done));
        return new ExportAnswer.Exported(file, entry.sequence());
    }

    /** What a person signs who asks to import a file: the plan under which it shall be judged, and the file to the byte. */
    public Digest toSign(Pipeline<?, Risk> plan, byte[] file) {
        return Signatures.toSign(Change.IMPORT, plan.digest().hex(), Digest.of(file), 0);
    }

    /**
     * Takes a version in from a file of another ledger. It is approved by nobody here: {@link Workspace#judge} lets it pass the plan's own
     * evaluation and gates on the host's own rows, as any other.
     *
     * @param trusted the Ed25519 keys that the host trusts, by name
     * @param plan under which it shall be judged; it names the roles
     * @param signOff under {@link #toSign(Pipeline, byte[])}
     * @throws MlopsException if the ledger could not be written
     */
    public ImportAnswer imported(
            byte[] bytes, Map<String, PublicKey> trusted, Pipeline<?, Risk> plan, SignOff signOff) {
        audit.flush();
        List<Refusal> refusals = signed(Change.IMPORT, plan, signOff, toSign(plan, bytes));
        Facts asked = RunRecord.plan(plan).with("file", Digest.of(bytes)).and(Signatures.facts(signOff));
        if (!refusals.isEmpty()) {
            return new ImportAnswer.Refused(refused(Change.IMPORT, asked, refusals));
        }
        return ModelFile.read(bytes, trusted).fold(sound -> taken(plan, sound.file(), asked), unsound -> {
            Refusal why = new Refusal(Why.EVIDENCE, unsound.fault().toString());
            long entry = refused(Change.IMPORT, asked, List.of(why)).ledgerEntry();
            return new ImportAnswer.Unsound(unsound.fault(), entry);
        });
    }

    private ImportAnswer taken(Pipeline<?, Risk> plan, ModelFile file, Facts asked) {
        Facts known = asked.with("model", file.model());
        Optional<Entry> before = registry.newest(EntryKind.MODEL_IMPORTED, plan.digest(), file.model());
        if (before.isPresent()) {
            Refusal why = new Refusal(
                    Why.VERSION, "it was imported at entry " + before.get().sequence());
            return new ImportAnswer.Refused(refused(Change.IMPORT, known, List.of(why)));
        }
        List<Entry> trained = file.entries(EntryKind.MODEL_TRAINED);
        Entry made = trained.get(trained.size() - 1);
        Facts facts = known.with("trainer", made.facts().required("trainer"))
                .with("data", made.facts().required("data"))
                .with("origin.key", file.key())
                .with("origin.plan", file.plan())
                .with("origin.exported", file.at())
                .with("origin.entries", file.chain().entries())
                .with("origin.last", file.chain().last());
        String artifact = made.body().orElseThrow();
        Entry entry = audit.append(
                Draft.of(EntryKind.MODEL_IMPORTED, clock.instant(), facts).body(artifact));
        return new ImportAnswer.Imported(file.model(), entry.sequence());
    }

    /** What is wrong with a signature, and with the version that it is about. */
    private List<Refusal> unsigned(Change change, Pipeline<?, Risk> plan, Digest model, SignOff signOff) {
        List<Refusal> refusals = new ArrayList<>(signed(change, plan, signOff, toSign(change, plan, model)));
        if (registry.newest(EntryKind.MODEL_TRAINED, plan.digest(), model).isEmpty()) {
            refusals.add(new Refusal(Why.VERSION, "the ledger holds no such version under this plan"));
        }
        return refusals;
    }

    private List<Refusal> signed(Change change, Pipeline<?, Risk> plan, SignOff signOff, Digest toSign) {
        return Signatures.refusals(
                "it takes the role", plan.serving().mandates().roles(change), staff, signOff, toSign);
    }

    private ChangeDecision.Refused refused(Change change, Facts who, List<Refusal> refusals) {
        Facts facts = who.and(Signatures.facts(change, refusals));
        Entry entry = audit.append(Draft.of(EntryKind.CHANGE_REFUSED, clock.instant(), facts));
        return new ChangeDecision.Refused(refusals, entry.sequence());
    }
}
