import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;

class PredictionReadWithoutFold {
    String shown(Prediction<Risk> prediction) {
        return prediction.fold(
                answered -> "risk " + answered.output().value(),
                silent -> "nothing to show yet",
                abstained -> "no answer");
    }
}
