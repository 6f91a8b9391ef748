import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.plan.*;

class StepsSwapped {
    Pipeline<Parts.Stay, Risk> plan() {
        return ClinicalPipeline.forUseCase(Parts.USE_CASE)
                .data(Parts.SOURCE)
                .features(Parts.FEATURES)
                .outcome(Parts.Stay::outcome)
                .split(Parts.SPLIT)
                .train(Parts.TRAIN)
                .evaluate(Parts.EVALUATION)
                .serve(Parts.SERVING) // refused: compiler.err.cant.resolve.location.args
                .gates(Parts.GATES)
                .monitor(Parts.MONITORING)
                .learn(Parts.LEARNING)
                .build();
    }
}
