package org.clinicalmlops.api.learn;

import java.util.ArrayList;
import java.util.List;
import org.clinicalmlops.api.Declaration;
import org.clinicalmlops.api.Declared;

/**
 * What the changes do to patients, in words for a reviewer.
 *
 * @param benefits at least one
 * @param hazards at least one
 * @param interactions what several modifications do together, one after the other
 */
public record ImpactAssessment(List<String> benefits, List<Hazard> hazards, String interactions) implements Declared {

    /**
     * What can go wrong.
     *
     * @param harm what, and to whom
     * @param control what in the plan prevents it or finds it
     */
    public record Hazard(String harm, String control) implements Declared {
        public Hazard {
            Declarable.text("harm", harm);
            Declarable.text("control", control);
        }

        @Override
        public Declaration declaration() {
            return Declaration.of("hazard").with("harm", harm).with("control", control);
        }
    }

    public ImpactAssessment {
        benefits = List.copyOf(benefits);
        hazards = List.copyOf(hazards);
        if (benefits.isEmpty() || hazards.isEmpty()) {
            throw new IllegalArgumentException("an impact assessment needs at least one benefit and one hazard");
        }
        benefits.forEach(benefit -> Declarable.text("benefit", benefit));
        Declarable.text("interactions", interactions);
    }

    public static NeedsHazard benefit(String benefit) {
        return (harm, control) -> interactions ->
                new ImpactAssessment(List.of(benefit), List.of(new Hazard(harm, control)), interactions);
    }

    public ImpactAssessment andBenefit(String benefit) {
        List<String> more = new ArrayList<>(benefits);
        more.add(benefit);
        return new ImpactAssessment(more, hazards, interactions);
    }

    public ImpactAssessment andHazard(String harm, String control) {
        List<Hazard> more = new ArrayList<>(hazards);
        more.add(new Hazard(harm, control));
        return new ImpactAssessment(benefits, more, interactions);
    }

    @Override
    public Declaration declaration() {
        return Declaration.of("impact-assessment")
                .withTexts("benefits", benefits)
                .with("hazards", hazards)
                .with("interactions", interactions);
    }

    /** What can go wrong. */
    public interface NeedsHazard {
        NeedsInteractions hazard(String harm, String control);
    }

    /** What the modifications do together. */
    public interface NeedsInteractions {
        ImpactAssessment interactions(String text);
    }
}
