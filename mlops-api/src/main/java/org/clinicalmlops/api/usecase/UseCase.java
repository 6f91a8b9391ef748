package org.clinicalmlops.api.usecase;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;
import org.clinicalmlops.api.Output;
import org.clinicalmlops.api.Risk;

/** What is predicted, for whom, how far ahead, for which use, and who has a say. Immutable. */
public final class UseCase<P extends Output> implements Declared {
    /** The first instant that has a day in a calendar. */
    private static final Instant EARLIEST = LocalDateTime.MIN.toInstant(ZoneOffset.UTC);

    private final String name;
    private final String intendedUse;
    private final String population;
    private final Period horizon;
    private final List<Stakeholder> stakeholders;

    private UseCase(
            String name, String intendedUse, String population, Period horizon, List<Stakeholder> stakeholders) {
        this.name = name;
        this.intendedUse = intendedUse;
        this.population = population;
        this.horizon = horizon;
        this.stakeholders = List.copyOf(stakeholders);
    }

    /**
     * The risk that an event happens inside a horizon.
     *
     * @param name short and stable, for example {@code "mortality-5y"}: it names the use case in the ledger
     */
    public static NeedsUse<Risk> binaryRisk(String name) {
        String checked = notBlank(name, "name");
        return use -> population -> horizon -> new Draft<>(new UseCase<>(
                checked,
                notBlank(use, "intendedUse"),
                notBlank(population, "population"),
                positive(horizon),
                List.of()));
    }

    public String name() {
        return name;
    }

    public String intendedUse() {
        return intendedUse;
    }

    public String population() {
        return population;
    }

    /** How long after the index instant the outcome is awaited. */
    public Period horizon() {
        return horizon;
    }

    public List<Stakeholder> stakeholders() {
        return stakeholders;
    }

    /** When a row that is indexed at {@code index} has its horizon behind it; calendar arithmetic in UTC. */
    public Instant maturesAt(Instant index) {
        if (horizon.toTotalMonths() == 0 && !index.isBefore(EARLIEST)) { // the same, and no garbage
            return index.plusSeconds(horizon.getDays() * 86_400L);
        }
        return LocalDateTime.ofEpochSecond(index.getEpochSecond(), index.getNano(), ZoneOffset.UTC)
                .plus(horizon)
                .toInstant(ZoneOffset.UTC);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("use-case")
                .with("name", name)
                .with("answers", "risk")
                .with("intendedUse", intendedUse)
                .with("population", population)
                .with("horizon", horizon.toString())
                .with("stakeholders", stakeholders);
    }

    private static String notBlank(String text, String name) {
        if (Objects.requireNonNull(text, name).isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return text;
    }

    private static Period positive(Period horizon) {
        if (horizon.isNegative() || horizon.isZero()) {
            throw new IllegalArgumentException("horizon must be longer than zero, was " + horizon);
        }
        return horizon;
    }

    /** What the model is used for, and what not. */
    public interface NeedsUse<P extends Output> {
        /** @param sentence for a clinician and a patient to read */
        NeedsPopulation<P> intendedUse(String sentence);
    }

    /** Whom the model is for. */
    public interface NeedsPopulation<P extends Output> {
        /** @param sentence who is included and who is not */
        NeedsHorizon<P> population(String sentence);
    }

    /** How far ahead the model looks. */
    public interface NeedsHorizon<P extends Output> {
        /** @param period longer than zero */
        Ready<P> horizon(Period period);
    }

    /** Complete; stakeholders can be added. */
    public interface Ready<P extends Output> {
        Ready<P> stakeholder(Role role, String who);

        UseCase<P> build();
    }

    private static final class Draft<P extends Output> implements Ready<P> {
        private final UseCase<P> useCase;

        private Draft(UseCase<P> useCase) {
            this.useCase = useCase;
        }

        @Override
        public Ready<P> stakeholder(Role role, String who) {
            List<Stakeholder> more = new ArrayList<>(useCase.stakeholders);
            more.add(new Stakeholder(role, who));
            return new Draft<>(
                    new UseCase<>(useCase.name, useCase.intendedUse, useCase.population, useCase.horizon, more));
        }

        @Override
        public UseCase<P> build() {
            return useCase;
        }
    }
}
