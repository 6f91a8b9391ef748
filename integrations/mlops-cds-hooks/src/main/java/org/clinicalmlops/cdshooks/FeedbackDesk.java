package org.clinicalmlops.cdshooks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clinicalmlops.api.serve.Feedback;

/**
 * Passes feedback on to the deployments whose cards it is about. Of what is told of one card, the newest counts, whatever comes last. That a
 * card was passed over is never told, and so nothing is concluded from silence. Thread-safe.
 */
final class FeedbackDesk {
    /** As many as a deployment keeps in mind for corrections of outcomes. Of an older card, the last to come counts. */
    private static final int REMEMBERED = 20_000;

    private static final Feedback OTHER = new Feedback.Overridden(OverrideReasons.OURS, OverrideReasons.OTHER);

    private final CardKeys keys;
    private final Tally tally;
    private final Object lock = new Object();
    private final Map<String, Instant> newest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > REMEMBERED;
        }
    };

    FeedbackDesk(CardKeys keys, Tally tally) {
        this.keys = keys;
        this.tally = tally;
    }

    private record Found(CdsService<?> service, CardIds ids, CardIds.Named card) {}

    /**
     * Takes what is about cards of these services.
     *
     * @param services of one id
     * @return where in the body a card is named that none of them made
     */
    List<String> take(List<Heard> heard, List<? extends CdsService<?>> services, Instant now) {
        List<String> unknown = new ArrayList<>();
        List<Heard> inOrder =
                heard.stream().sorted(Comparator.comparing(Heard::at)).toList();
        for (Heard one : inOrder) {
            Optional<Found> found = find(one, services);
            if (found.isEmpty()) {
                tally.unknown.increment();
                unknown.add(one.field() + ".card");
            } else if (!found.get().card.prediction()) {
                tally.withoutPrediction.increment();
            } else {
                take(one, found.get(), now);
            }
        }
        unknown.sort(Comparator.naturalOrder());
        return unknown;
    }

    /** Before anything is taken: an accepted suggestion must be one of the card's. */
    void requireSuggestions(List<Heard> heard, List<? extends CdsService<?>> services) {
        for (Heard one : heard) {
            find(one, services).ifPresent(found -> {
                boolean own = one.suggestions().stream()
                        .allMatch(id -> found.ids
                                .read(id)
                                .filter(named -> named.suggestionOf(found.card))
                                .isPresent());
                if (!own) {
                    throw Malformed.field(
                            one.field() + ".acceptedSuggestions", "suggestions of the card", "another one's");
                }
            });
        }
    }

    private Optional<Found> find(Heard one, List<? extends CdsService<?>> services) {
        for (CdsService<?> service : services) {
            CardIds ids = new CardIds(keys, service.id(), service.deployment().id());
            Optional<CardIds.Named> card = ids.read(one.card()).filter(CardIds.Named::card);
            if (card.isPresent()) {
                return Optional.of(new Found(service, ids, card.get()));
            }
        }
        return Optional.empty();
    }

    /** A time that has not come is a clock that is wrong: it must not outrun what comes later. */
    private void take(Heard one, Found found, Instant now) {
        Instant at = one.at().isAfter(now) ? now : one.at();
        String prediction = found.ids.prediction(found.card);
        Feedback feedback = one.feedback(found.service.reasons());
        synchronized (lock) {
            Instant before = newest.get(prediction);
            if (before != null && at.isBefore(before)) {
                tally.outrun.increment();
                return;
            }
            newest.remove(prediction); // so that it goes to the end
            newest.put(prediction, at);
            found.service.deployment().feedback(prediction, feedback);
        }
        tally.taken.increment();
        if (feedback.equals(OTHER)) {
            tally.otherReasons.increment();
        }
    }
}
