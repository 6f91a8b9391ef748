package org.clinicalmlops.cdshooks;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Prediction;

/** From a call to its answer, by way of the deployment. Thread-safe. */
final class Calls {
    private final CardKeys keys;
    private final Clock clock;
    private final Tally tally;

    Calls(CardKeys keys, Clock clock, Tally tally) {
        this.keys = keys;
        this.clock = clock;
        this.tally = tally;
    }

    /** @throws Exception what the host's functions throw */
    <R> CdsAnswer answer(CdsService<R> service, HookRequest request) throws Exception {
        List<String> missing = service.asked().missing(request);
        if (!missing.isEmpty()) {
            return unavailable(
                    "the data that the service needs must be prefetched: whole, and without an error", missing);
        }
        Row<R> row = service.rows().read(request);
        if (row instanceof Row.Unavailable<R> none) {
            return unavailable(none.why(), none.what());
        }
        return answer(service, request, ((Row.Read<R>) row).row());
    }

    private <R> CdsAnswer answer(CdsService<R> service, HookRequest request, R row) throws Exception {
        Deployment<R, Risk> deployment = service.deployment();
        boolean silent = deployment.silent();
        Prediction<Risk> prediction = deployment.predict(row);
        if (prediction instanceof Prediction.Answered<Risk> answered) {
            Shown<R> shown = new Shown<>(request, row, answered, clock.instant());
            Optional<Card> card = service.cards().write(shown);
            return card.isEmpty() ? Answers.noCards() : shown(service, request, answered.id(), card.get());
        }
        return prediction instanceof Prediction.Abstained<Risk> abstained
                ? abstained(service, request, abstained, silent)
                : Answers.noCards();
    }

    private CdsAnswer shown(CdsService<?> service, HookRequest request, String prediction, Card card) {
        CardIds ids = ids(service);
        OptionalLong number = ids.number(prediction);
        if (number.isEmpty()) { // whoever cannot be heard on a card is not asked either
            tally.withoutWayBack.increment();
            return unnumbered(service, request, card.suggestions(List.of()));
        }
        tally.cards.increment();
        long n = number.getAsLong();
        return Answers.ok(CardJson.of(card, ids.card(n), i -> ids.suggestion(n, i), service.reasons()));
    }

    /** A card that leads back to no prediction. */
    private CdsAnswer unnumbered(CdsService<?> service, HookRequest request, Card card) {
        tally.cards.increment();
        UUID uuid = ids(service).without(request.hookInstance());
        return Answers.ok(CardJson.of(card, uuid, i -> uuid, List.of()));
    }

    private CdsAnswer abstained(
            CdsService<?> service, HookRequest request, Prediction.Abstained<Risk> abstained, boolean silent) {
        Abstention reason = abstained.reason();
        if (service.tells(reason) && !silent) {
            String of = abstained.features().isEmpty() ? "" : ": " + String.join(", ", abstained.features());
            Source source = Source.of(service.title().orElse(service.id()));
            String text = "No risk was computed, since " + Wording.why(reason) + of;
            return unnumbered(service, request, Card.of(text, Indicator.INFO, source));
        }
        String why = "no risk was computed, since " + Wording.why(reason);
        return switch (reason) {
            case TOO_MUCH_MISSING, MISSING_INPUT, OUT_OF_DATE, NOT_FINITE, IMPLAUSIBLE ->
                unavailable(why, abstained.features());
            case OUT_OF_SCOPE -> Answers.noCards();
            case CLOSED, STOPPED, NOT_RECORDED -> Answers.failure(503, "transient", why, List.of());
            case FEATURE_FAILED, MODEL_FAILED -> Answers.failure(500, "exception", why, abstained.features());
        };
    }

    private CardIds ids(CdsService<?> service) {
        return new CardIds(keys, service.id(), service.deployment().id());
    }

    private static CdsAnswer unavailable(String why, List<String> what) {
        return Answers.failure(412, "processing", why, what);
    }
}
