package org.clinicalmlops.core.learn.loop;

import java.util.List;
import java.util.Optional;
import org.clinicalmlops.api.ledger.Draft;
import org.clinicalmlops.api.ledger.Facts;

/** What came of taking a step, before it is recorded. */
sealed interface StepResult {

    /**
     * Done.
     *
     * @param facts for the step's entry
     * @param details of the facts, for the entry's body; none if the facts say all
     * @param before entries that belong to it and are stored with it, all or none
     */
    record Done(Facts facts, List<String> details, List<Draft> before) implements StepResult {
        public Done {
            details = List.copyOf(details);
            before = List.copyOf(before);
        }

        Done(Facts facts, List<Draft> before) {
            this(facts, List.of(), before);
        }

        static Done of(Facts facts) {
            return new Done(facts, List.of());
        }
    }

    /** Done, and nothing comes after it. */
    record Over(UpdateEnd.How how, String reason, Facts facts, List<String> details, List<Draft> before)
            implements StepResult {
        public Over {
            details = List.copyOf(details);
            before = List.copyOf(before);
        }

        Over(UpdateEnd.How how, String reason, Facts facts, List<Draft> before) {
            this(how, reason, facts, List.of(), before);
        }

        static Over refused(String reason, Facts facts) {
            return new Over(UpdateEnd.How.REFUSED, reason, facts, List.of());
        }
    }

    /** Not now. */
    record Later(LoopAnswer.Waiting waiting) implements StepResult {
        static Later of(Step step, String why) {
            return new Later(new LoopAnswer.Waiting(step, why, Optional.empty(), Optional.empty()));
        }
    }

    /** Facts {@code name.0}, {@code name.1}, ... */
    static Facts listed(String name, List<String> texts) {
        Facts facts = Facts.NONE;
        for (int i = 0; i < texts.size(); i++) {
            facts = facts.with(name + "." + i, texts.get(i));
        }
        return facts;
    }
}
