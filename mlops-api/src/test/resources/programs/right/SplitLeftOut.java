import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.plan.*;

class SplitLeftOut {
    Pipeline<Parts.Stay, Risk> plan() {
        return ClinicalPipeline.forUseCase(Parts.USE_CASE)
                .data(Parts.SOURCE)
                .features(Parts.FEATURES)
                .outcome(Parts.Stay::outcome)
                .split(Parts.SPLIT)
                .train(Parts.TRAIN)
                .evaluate(Parts.EVALUATION)
                .gates(Parts.GATES)
                .serve(Parts.SERVING)
                .monitor(Parts.MONITORING)
                .learn(Parts.LEARNING)
                .build();
    }
}
