import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;

class PredictionReadWithoutFold {
    String shown(Prediction<Risk> prediction) {
        return prediction.fold(
                answered -> "risk " + answered.output().value(),
                silent -> "risk " + silent.output().value(), // refused: compiler.err.cant.resolve.location.args
                abstained -> "no answer");
    }
}
