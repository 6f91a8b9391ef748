package org.clinicalmlops.cdshooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Outcome;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.explain.Unexplained;
import org.clinicalmlops.api.serve.Abstention;
import org.clinicalmlops.api.serve.Challenger;
import org.clinicalmlops.api.serve.Change;
import org.clinicalmlops.api.serve.ChangeDecision;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.serve.Explained;
import org.clinicalmlops.api.serve.Feedback;
import org.clinicalmlops.api.serve.Health;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.serve.Receipt;
import org.clinicalmlops.api.serve.Receipted;
import org.clinicalmlops.api.serve.TrialDecision;
import org.clinicalmlops.api.validate.SignOff;

/** Answers what a test says, and keeps what it hears. Not thread-safe. */
final class FakeDeployment implements Deployment<Stay, Risk> {
    static final Digest MODEL = Digest.of("a model");

    private final String id;
    final List<String> heard = new ArrayList<>();
    boolean silent;
    Function<String, Prediction<Risk>> answer = prediction -> acting(prediction, 0.34);
    int predictions;

    FakeDeployment(String id) {
        this.id = id;
    }

    static Prediction<Risk> acting(String id, double risk) {
        return new Prediction.Answered<>(id, new Risk(risk), Optional.of("high"), true, MODEL, Optional.empty());
    }

    static Prediction<Risk> calm(String id, double risk) {
        return new Prediction.Answered<>(id, new Risk(risk), Optional.of("low"), false, MODEL, Optional.empty());
    }

    static Prediction<Risk> byFallback(String id, double risk) {
        return new Prediction.Answered<>(
                id,
                new Risk(risk),
                Optional.empty(),
                true,
                MODEL,
                Optional.of(new Prediction.ByFallback("NEWS2", Abstention.TOO_MUCH_MISSING)));
    }

    @Override
    public Prediction<Risk> predict(Stay row) {
        return answer.apply(id + "-" + ++predictions);
    }

    @Override
    public void feedback(String predictionId, Feedback feedback) {
        heard.add(predictionId + " "
                + feedback.fold(
                        accepted -> "accepted",
                        over -> "overridden " + over.system() + " " + over.code(),
                        no -> "ignored"));
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String site() {
        return id;
    }

    @Override
    public Digest model() {
        return MODEL;
    }

    @Override
    public Optional<Challenger> challenger() {
        return Optional.empty();
    }

    @Override
    public boolean silent() {
        return silent;
    }

    @Override
    public boolean stopped() {
        return false;
    }

    @Override
    public Receipted<Risk> predictWithReceipt(Stay row) {
        return new Receipted<>(predict(row), CompletableFuture.completedFuture(new Receipt.NotStored("a fake")));
    }

    @Override
    public Explained<Risk> predictWithContributions(Stay row) {
        return new Explained<>(predict(row), new Unexplained(Unexplained.Reason.FAILED));
    }

    @Override
    public void outcome(String predictionId, Outcome<Risk> outcome) {}

    @Override
    public Digest toSign() {
        return MODEL;
    }

    @Override
    public Digest toSign(Change change, Digest model) {
        return MODEL;
    }

    @Override
    public TrialDecision endSilentTrial(SignOff signOff) {
        return new TrialDecision.NotYet(List.of("a fake"));
    }

    @Override
    public ChangeDecision widen(SignOff signOff) {
        throw new UnsupportedOperationException("no test asks for it");
    }

    @Override
    public Health health() {
        throw new UnsupportedOperationException("no test asks for it");
    }
}
