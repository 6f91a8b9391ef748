package org.clinicalmlops.cdshooks;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;

/**
 * A deployment, offered at one hook: what it asks the client to bring, how that becomes a row, and what is shown of the answer. Several may
 * have one id, at different hooks. Immutable: every call returns a new one. Thread-safe, if the host's functions are.
 */
public final class CdsService<R> {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern HOOK = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

    private final Deployment<R, Risk> deployment;
    private final String id;
    private final String hook;
    private final String description;
    private final RowReader<R> rows;
    private final CardWriter<? super R> cards;
    private final Options options;

    private CdsService(
            Deployment<R, Risk> deployment,
            String id,
            String hook,
            String description,
            RowReader<R> rows,
            CardWriter<? super R> cards,
            Options options) {
        this.deployment = deployment;
        this.id = id;
        this.hook = hook;
        this.description = description;
        this.rows = rows;
        this.cards = cards;
        this.options = options;
    }

    /** What may be left out. */
    private record Options(
            Optional<String> title,
            Optional<String> usageRequirements,
            Asked asked,
            Set<Abstention> told,
            List<Coding> reasons) {
        Options {
            told = Set.copyOf(told);
            reasons = List.copyOf(reasons);
        }
    }

    /** @param deployment that answers; the host's workspace closes it */
    public static <R> NeedsId<R> of(Deployment<R, Risk> deployment) {
        Objects.requireNonNull(deployment, "deployment");
        return id -> {
            requireForm("id", id, ID);
            return hook -> {
                requireForm("hook", hook, HOOK);
                return description -> {
                    Wording.requireText("description", description);
                    return rows -> {
                        Objects.requireNonNull(rows, "rows");
                        return cards -> new CdsService<>(
                                deployment,
                                id,
                                hook,
                                description,
                                rows,
                                Objects.requireNonNull(cards, "cards"),
                                new Options(
                                        Optional.empty(),
                                        Optional.empty(),
                                        Asked.NOTHING,
                                        Set.of(),
                                        OverrideReasons.standard()));
                    };
                };
            };
        };
    }

    private static void requireForm(String name, String value, Pattern form) {
        Objects.requireNonNull(value, name);
        if (!form.matcher(value).matches()) {
            throw new IllegalArgumentException(name + " must match " + form.pattern() + ", was '" + value + "'");
        }
    }

    /** A name for people. */
    public CdsService<R> title(String text) {
        Wording.requireText("title", text);
        return with(new Options(
                Optional.of(text), options.usageRequirements, options.asked, options.told, options.reasons));
    }

    /** What must hold where it is used, for people. */
    public CdsService<R> usageRequirements(String text) {
        Wording.requireText("usageRequirements", text);
        return with(new Options(options.title, Optional.of(text), options.asked, options.told, options.reasons));
    }

    /**
     * Asks the client for the data of the features, all of which must have an origin. Without them there is no row: a call is answered 412,
     * with the names of the features, if the client has not sent them, has met an error, or has sent the first of several pages where all
     * was asked for; and 400 if the context has no {@code patientId}. That there are no data (null, or an empty bundle) is for the row's
     * reader.
     *
     * @throws IllegalArgumentException naming a feature without origin, or a key that is taken
     */
    public CdsService<R> origins(Origins<R> origins) {
        origins.requireComplete();
        Asked more = options.asked;
        for (Map.Entry<FhirQuery, List<String>> query : origins.queries().entrySet()) {
            more = more.needed(query.getKey().key(), query.getKey().template(), query.getValue());
        }
        return asking(more);
    }

    /**
     * Asks the client for data by a template of the host's own, which it may bring or not: the row's reader sees which.
     *
     * @param key by which they are found in {@link HookRequest#prefetch}
     * @param template a FHIR read or search with tokens, as {@code Encounter/{{context.encounterId}}}
     */
    public CdsService<R> prefetch(String key, String template) {
        return asking(options.asked.wished(key, template));
    }

    /**
     * As {@link #prefetch}, of data without which there is no row, as {@link #origins}; a call is answered 400 if the context lacks a field
     * that the template names, or has no text where the template takes it as it is.
     */
    public CdsService<R> needs(String key, String template) {
        return asking(options.asked.needed(key, template, List.of()));
    }

    private CdsService<R> asking(Asked asked) {
        return with(new Options(options.title, options.usageRequirements, asked, options.told, options.reasons));
    }

    /**
     * Where there is no risk for one of these reasons, a card says so. Without it, the client is answered 412 where data are missing, too old
     * or impossible, an empty list of cards where the patient is out of scope, 503 where nobody is answered now, and 500 where something
     * failed. Nothing is said during a silent trial.
     */
    public CdsService<R> telling(Abstention reason, Abstention... more) {
        Set<Abstention> all = EnumSet.of(reason, more);
        all.addAll(options.told);
        return with(new Options(options.title, options.usageRequirements, options.asked, all, options.reasons));
    }

    /** Reasons that a clinician can choose from who overrides a card; {@link OverrideReasons#standard} unless told. */
    public CdsService<R> overrideReasons(List<Coding> reasons) {
        return with(new Options(options.title, options.usageRequirements, options.asked, options.told, reasons));
    }

    private CdsService<R> with(Options other) {
        return new CdsService<>(deployment, id, hook, description, rows, cards, other);
    }

    Deployment<R, Risk> deployment() {
        return deployment;
    }

    public String id() {
        return id;
    }

    public String hook() {
        return hook;
    }

    String description() {
        return description;
    }

    RowReader<R> rows() {
        return rows;
    }

    CardWriter<? super R> cards() {
        return cards;
    }

    Optional<String> title() {
        return options.title;
    }

    Optional<String> usageRequirements() {
        return options.usageRequirements;
    }

    Asked asked() {
        return options.asked;
    }

    boolean tells(Abstention reason) {
        return options.told.contains(reason);
    }

    List<Coding> reasons() {
        return options.reasons;
    }

    /** What the service is called. */
    public interface NeedsId<R> {
        /** @param id the last part of its URL: letters, digits, {@code . _ -}; at most 64 */
        NeedsHook<R> id(String id);
    }

    /** When it is called. */
    public interface NeedsHook<R> {
        /** @param hook as {@code patient-view} */
        NeedsDescription<R> hook(String hook);
    }

    /** What it does. */
    public interface NeedsDescription<R> {
        /** @param description for people; not blank */
        NeedsRow<R> description(String description);
    }

    /** How a call becomes a row. */
    public interface NeedsRow<R> {
        NeedsCard<R> row(RowReader<R> reader);
    }

    /** What is shown of an answer. */
    public interface NeedsCard<R> {
        /** @param writer as {@link RiskCard} */
        CdsService<R> card(CardWriter<? super R> writer);
    }
}
