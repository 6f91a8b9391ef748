import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.feature.FeatureSet;
import org.clinicalmlops.api.plan.*;

class RowsOfAnotherType {
    ClinicalPipeline.NeedsOutcome<Parts.Stay, Risk> begin(FeatureSet<String> features) {
        return ClinicalPipeline.forUseCase(Parts.USE_CASE)
                .data(Parts.SOURCE)
                .features(features); // refused: compiler.err.prob.found.req
    }
}
