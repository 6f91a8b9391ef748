package org.clinicalmlops.cdshooks;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a clinician is shown. Its uuid and its override reasons are added by the service. At most one of the suggestions can be followed.
 *
 * @param summary one sentence, cut after a word to below 140 characters; not blank
 * @param detail in the Markdown of GitHub; a host that writes values of a record into it escapes them
 * @param suggestions at most 100
 */
public record Card(
        String summary,
        Indicator indicator,
        Source source,
        Optional<String> detail,
        List<Suggestion> suggestions,
        List<Link> links) {
    static final int MOST_SUGGESTIONS = 100;

    public Card {
        summary = Wording.summary(Objects.requireNonNull(summary, "summary"));
        Wording.requireText("summary", summary);
        Objects.requireNonNull(indicator, "indicator");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(detail, "detail");
        suggestions = List.copyOf(suggestions);
        links = List.copyOf(links);
        if (suggestions.size() > MOST_SUGGESTIONS) {
            throw new IllegalArgumentException(
                    "a card must have at most " + MOST_SUGGESTIONS + " suggestions, had " + suggestions.size());
        }
    }

    public static Card of(String summary, Indicator indicator, Source source) {
        return new Card(summary, indicator, source, Optional.empty(), List.of(), List.of());
    }

    /** @param markdown GitHub's */
    public Card detail(String markdown) {
        return new Card(summary, indicator, source, Optional.of(markdown), suggestions, links);
    }

    public Card suggestions(List<Suggestion> other) {
        return new Card(summary, indicator, source, detail, other, links);
    }

    public Card links(List<Link> other) {
        return new Card(summary, indicator, source, detail, suggestions, other);
    }
}
