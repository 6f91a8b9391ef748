package org.clinicalmlops.cdshooks;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.serve.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The card of a risk: what it is the risk of, how high, in which band; by which version, of values from when; and, where the model has not
 * answered, what has in its place. Written when the answer asks for an action, unless told otherwise. Immutable; thread-safe.
 */
public final class RiskCard<R> implements CardWriter<R> {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Indicator ACTING = Indicator.WARNING;

    private final String about;
    private final Source source;
    private final boolean always;
    private final Set<String> critical;
    private final List<Suggestion> suggestions;
    private final List<Link> links;
    private final List<Dated<R>> dated;
    private final ZoneId zone;

    private record Dated<R>(String name, Function<? super R, @Nullable Instant> at) {}

    private RiskCard(
            String about,
            Source source,
            boolean always,
            Set<String> critical,
            List<Suggestion> suggestions,
            List<Link> links,
            List<Dated<R>> dated,
            ZoneId zone) {
        this.about = about;
        this.source = source;
        this.always = always;
        this.critical = Set.copyOf(critical);
        this.suggestions = List.copyOf(suggestions);
        this.links = List.copyOf(links);
        this.dated = List.copyOf(dated);
        this.zone = zone;
    }

    /**
     * @param about what it is the risk of, within which time: the summary begins with it; not blank; best below 80 characters
     * @param source whose word it is
     */
    public static <R> RiskCard<R> of(String about, Source source) {
        Wording.requireText("about", about);
        Objects.requireNonNull(source, "source");
        return new RiskCard<>(about, source, false, Set.of(), List.of(), List.of(), List.of(), UTC);
    }

    /** Writes a card of every answer. */
    public RiskCard<R> always() {
        return new RiskCard<>(about, source, true, critical, suggestions, links, dated, zone);
    }

    /** An acting answer in a band of this name is critical; others are warnings, and answers that ask for nothing inform. */
    public RiskCard<R> critical(String band) {
        Set<String> more = new HashSet<>(critical);
        more.add(Objects.requireNonNull(band, "band"));
        return new RiskCard<>(about, source, always, more, suggestions, links, dated, zone);
    }

    /**
     * What can be done about it, on cards of answers that ask for an action. Without one, nobody can accept the card.
     *
     * @param label on the button, as "Call the outreach team"; not blank
     */
    public RiskCard<R> suggesting(String label) {
        List<Suggestion> more = new ArrayList<>(suggestions);
        more.add(Suggestion.of(label));
        return new RiskCard<>(about, source, always, critical, more, links, dated, zone);
    }

    /** A way to more. */
    public RiskCard<R> link(Link link) {
        List<Link> more = new ArrayList<>(links);
        more.add(Objects.requireNonNull(link, "link"));
        return new RiskCard<>(about, source, always, critical, suggestions, more, dated, zone);
    }

    /**
     * Says on the card from when a value is.
     *
     * @param name of the input
     * @param at when it was taken; null if that is not known
     */
    public RiskCard<R> asOf(String name, Function<? super R, @Nullable Instant> at) {
        Wording.requireText("name", name);
        Objects.requireNonNull(at, "at");
        List<Dated<R>> more = new ArrayList<>(dated);
        more.add(new Dated<>(name, at));
        return new RiskCard<>(about, source, always, critical, suggestions, links, more, zone);
    }

    /** Says it of all features of which the set says when they were taken. */
    public RiskCard<R> asOf(FeatureSet<R> features) {
        RiskCard<R> card = this;
        for (int f = 0; f < features.size(); f++) {
            if (features.timed(f)) {
                int timed = f;
                card = card.asOf(features.schema().feature(f).name(), row -> features.asOf(timed, row));
            }
        }
        return card;
    }

    /** Says times as the clocks on the wards do; UTC unless told. */
    public RiskCard<R> zone(ZoneId wards) {
        return new RiskCard<>(
                about, source, always, critical, suggestions, links, dated, Objects.requireNonNull(wards, "wards"));
    }

    @Override
    public Optional<Card> write(Shown<? extends R> shown) {
        Prediction.Answered<?> prediction = shown.prediction();
        if (!always && !prediction.acting()) {
            return Optional.empty();
        }
        Card card = Card.of(summary(shown), indicator(prediction), source)
                .detail(detail(shown))
                .links(links);
        return Optional.of(prediction.acting() ? card.suggestions(suggestions) : card);
    }

    private Indicator indicator(Prediction.Answered<?> prediction) {
        if (!prediction.acting()) {
            return Indicator.INFO;
        }
        return prediction.band().filter(critical::contains).isPresent() ? Indicator.CRITICAL : ACTING;
    }

    /** The number comes whole, however long the rest is. */
    private String summary(Shown<? extends R> shown) {
        Prediction.Answered<?> prediction = shown.prediction();
        String risk = ": " + Wording.percent(shown.prediction().output().value())
                + prediction.band().map(band -> " (" + band + ")").orElse("")
                + prediction
                        .fallback()
                        .map(by -> ", by " + by.score() + " in place of the model")
                        .orElse("");
        return Wording.summary(about, risk);
    }

    private String detail(Shown<? extends R> shown) {
        Prediction.Answered<?> prediction = shown.prediction();
        List<String> lines = new ArrayList<>();
        lines.add("**Risk:** "
                + Wording.markdown(Wording.percent(shown.prediction().output().value()))
                + prediction.band().map(band -> ", " + Wording.markdown(band)).orElse(""));
        prediction
                .fallback()
                .ifPresent(by -> lines.add("**Not the model's answer:** the score " + Wording.markdown(by.score())
                        + " has answered in its place, since " + Wording.why(by.because())));
        lines.add("**Asks for action:** " + (prediction.acting() ? "yes" : "no"));
        lines.add("**Version:** `" + prediction.model().brief() + "`, " + time(shown.at()));
        dated.forEach(one -> lines.add(from(one, shown)));
        return "- " + String.join("\n- ", lines) + "\n";
    }

    private String from(Dated<R> one, Shown<? extends R> shown) {
        String name = Wording.markdown(one.name);
        Instant at = one.at.apply(shown.row());
        return at == null
                ? name + " from a time that is not known"
                : name + " from " + time(at) + " (" + age(Duration.between(at, shown.at())) + ")";
    }

    private String time(Instant at) {
        return Wording.markdown(DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm zzz", Locale.ROOT)
                .withZone(zone)
                .format(at));
    }

    private static String age(Duration age) {
        if (age.isNegative()) {
            return "in the future";
        }
        if (age.toHours() < 2) {
            return age.toMinutes() + " min before";
        }
        return age.toDays() < 2 ? age.toHours() + " h before" : age.toDays() + " days before";
    }
}
