package org.clinicalmlops.examples.fhir;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.data.DataCut;
import org.clinicalmlops.api.serve.Deployment;
import org.clinicalmlops.api.usecase.Role;
import org.clinicalmlops.api.validate.Approved;
import org.clinicalmlops.api.validate.SignOff;
import org.clinicalmlops.core.Workspace;
import org.clinicalmlops.core.data.Pseudonyms;
import org.clinicalmlops.examples.time.ReplayClock;
import org.clinicalmlops.fhir.FhirOutput;
import org.clinicalmlops.fhir.Occasion;
import org.clinicalmlops.ledger.JdbcLedger;
import org.clinicalmlops.monitoring.StandardMonitoring;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Reference;
import org.sqlite.SQLiteDataSource;

/**
 * A ward whose data are FHIR resources asks a score, and writes its answers to the patient's record: as one transaction with
 * RiskAssessment, Device, Provenance and AuditEvent. What is said during the silent trial is written nowhere; what is not answered
 * leaves an AuditEvent. Instead of sending them, this prints them. The patients are made up.
 */
public final class WriteToTheRecord {
    private static final Instant FIRST = Instant.parse("2024-07-01T00:00:00Z");
    private static final Instant NOW = Instant.parse("2025-09-01T00:00:00Z");
    private static final int STAYS = 1_600;
    private static final int TRIAL = 60;
    private static final String PHYSICIAN = "staff-0112";

    /** Of an example: a hospital keeps its own in a vault. */
    private static final byte[] SECRET = "an example, not a secret".getBytes(StandardCharsets.UTF_8);

    private final PrintStream out;
    private final Deployment<Stay, Risk> deployment;
    private final ReplayClock clock;
    private final IParser json = FhirContext.forR4().newJsonParser().setPrettyPrint(true);

    private WriteToTheRecord(PrintStream out, Deployment<Stay, Risk> deployment, ReplayClock clock) {
        this.out = out;
        this.deployment = deployment;
        this.clock = clock;
    }

    /** @param args none */
    public static void main(String[] args) throws IOException {
        Path file = Files.createTempDirectory("write-to-the-record").resolve("ledger.db");
        run(new PrintStream(System.out, true, StandardCharsets.UTF_8), file);
    }

    /**
     * Runs the story.
     *
     * @param file where the ledger goes; not there yet
     */
    static void run(PrintStream out, Path file) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        ReplayClock clock = new ReplayClock(NOW);
        try (JdbcLedger ledger = JdbcLedger.open(database);
                Workspace ward = Workspace.on(ledger)
                        .clock(clock)
                        .pseudonyms(Pseudonyms.hmacSha256(SECRET))
                        .staff((person, role) -> person.equals(PHYSICIAN) && role.equals(Role.CLINICAL_LEAD))
                        .monitoring(StandardMonitoring.engine())
                        .open()) {
            List<Stay> past = MadeUpStays.from(FIRST, STAYS, 14);
            Approved<Stay, Risk> approved = ward.run(
                            WardScore.plan(past), DataCut.indexed(FIRST, NOW).asOf(NOW))
                    .fold(
                            passed -> passed,
                            rejected -> {
                                throw new IllegalStateException("rejected: " + rejected.reasons());
                            },
                            awaiting -> {
                                throw new IllegalStateException("awaits " + awaiting.roles());
                            });
            new WriteToTheRecord(out, ward.deploy(approved), clock).tell();
        }
    }

    private void tell() {
        FhirOutput record = record();
        out.println("Two weeks of a silent trial:");
        for (Stay stay : MadeUpStays.from(NOW, TRIAL, 15)) {
            clock.moveTo(stay.at());
            seen(record, stay);
        }
        deployment
                .endSilentTrial(SignOff.by(PHYSICIAN, Role.CLINICAL_LEAD).of(deployment.toSign()))
                .match(passed -> out.println("nothing was written"), notYet -> out.println(notYet.reasons()));

        out.println("A patient of whom everything is known:");
        seen(record, stay(2, 81, 124, 3.1));
        out.println("A patient without a lactate:");
        Stay known = stay(3, 64, 115, 1);
        seen(record, new Stay(known.patient(), known.encounter(), known.at(), known.age(), known.pulse(), null, false));
        out.println("A child:");
        seen(record, stay(4, 9, 100, 1));
    }

    /** What the hospital says once. */
    private FhirOutput record() {
        return FhirOutput.of(WardScore.useCase())
                .namesUnder("https://hospital.example/mlops")
                .predicting("Transfer to intensive care, or death")
                .observedBy(new Reference("Device/ward-application"))
                .ownedBy(new Reference("Organization/hospital"))
                .releasedBy(deployment.model(), new Reference("Practitioner/" + PHYSICIAN), Role.CLINICAL_LEAD)
                .policy("https://hospital.example/policies/decision-support")
                .build();
    }

    /** What the hospital does for every patient. */
    private void seen(FhirOutput record, Stay stay) {
        Occasion occasion = Occasion.of(new Reference("Patient/" + stay.patient()), stay.at(), clock.instant())
                .during(new Reference("Encounter/" + stay.encounter()))
                .basedOn(stay.basis());
        deployment
                .predict(stay)
                .match(
                        answered -> record.render(answered, occasion)
                                .match(made -> send(made.value().transaction()), not -> out.println(not.problems())),
                        silent -> {},
                        abstained -> record.audit(abstained, deployment.model(), occasion)
                                .match(made -> send(made.value()), not -> out.println(not.problems())));
    }

    private void send(IBaseResource resource) {
        out.println(json.encodeResourceToString(resource));
    }

    private Stay stay(int number, double age, int pulse, double lactate) {
        return MadeUpStays.stay(number, clock.instant(), age, pulse, lactate, false);
    }
}
