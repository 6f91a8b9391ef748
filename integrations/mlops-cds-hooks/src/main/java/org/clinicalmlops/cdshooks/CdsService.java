package org.clinicalmlops.cdshooks;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
            Map<String, String> templates,
            Set<String> needed,
            Set<Abstention> told,
            List<Coding> reasons) {
        Options {
            templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
            needed = Set.copyOf(needed);
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
                                        Map.of(),
                                        Set.of(),
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
                Optional.of(text),
                options.usageRequirements,
                options.templates,
                options.needed,
                options.told,
                options.reasons));
    }

    /** What must hold where it is used, for people. */
    public CdsService<R> usageRequirements(String text) {
        Wording.requireText("usageRequirements", text);
        return with(new Options(
                options.title, Optional.of(text), options.templates, options.needed, options.told, options.reasons));
    }

    /**
     * Asks the client for data, which it may bring or not: the row's reader sees which.
     *
     * @param key by which they are found in {@link HookRequest#prefetch}
     * @param template a FHIR read or search with tokens, as {@code Patient/{{context.patientId}}}
     */
    public CdsService<R> prefetch(String key, String template) {
        return plus(key, template, options.needed);
    }

    /**
     * As {@link #prefetch}, of data without which there is no row: a call is answered 412 if the client has not sent them, has met an error,
     * or has sent the first of several pages, and 400 if the context lacks a field that the template names, or has no text where the template takes it as it is. That there are no data
     * (null, or an empty bundle) is for the row's reader.
     */
    public CdsService<R> needs(String key, String template) {
        Set<String> more = new TreeSet<>(options.needed);
        more.add(key);
        return plus(key, template, more);
    }

    private CdsService<R> plus(String key, String template, Set<String> needed) {
        Wording.requireText("key", key);
        Templates.require(key, template);
        Map<String, String> more = new LinkedHashMap<>(options.templates);
        if (more.put(key, template) != null) {
            throw new IllegalArgumentException("two prefetch templates have the key '" + key + "'");
        }
        return with(new Options(options.title, options.usageRequirements, more, needed, options.told, options.reasons));
    }

    /**
     * Where there is no risk for one of these reasons, a card says so. Without it, the client is answered 412 where data are missing, too old
     * or impossible, an empty list of cards where the patient is out of scope, 503 where nobody is answered now, and 500 where something
     * failed. Nothing is said during a silent trial.
     */
    public CdsService<R> telling(Abstention reason, Abstention... more) {
        Set<Abstention> all = EnumSet.of(reason, more);
        all.addAll(options.told);
        return with(new Options(
                options.title, options.usageRequirements, options.templates, options.needed, all, options.reasons));
    }

    /** Reasons that a clinician can choose from who overrides a card; {@link OverrideReasons#standard} unless told. */
    public CdsService<R> overrideReasons(List<Coding> reasons) {
        return with(new Options(
                options.title, options.usageRequirements, options.templates, options.needed, options.told, reasons));
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

    Map<String, String> templates() {
        return options.templates;
    }

    /** Keys of prefetch without which there is no row, in the order in which they were given. */
    List<String> needed() {
        return options.templates.keySet().stream()
                .filter(options.needed::contains)
                .toList();
    }

    /** Fields of the context without which the needed data cannot be looked up, sorted. */
    Set<String> neededContext() {
        return neededFields(Templates::context);
    }

    /** Those of them that are texts. */
    Set<String> neededTexts() {
        return neededFields(Templates::texts);
    }

    private Set<String> neededFields(Function<String, Set<String>> fields) {
        return needed().stream()
                .flatMap(key -> fields.apply(options.templates.get(key)).stream())
                .collect(Collectors.toCollection(TreeSet::new));
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
