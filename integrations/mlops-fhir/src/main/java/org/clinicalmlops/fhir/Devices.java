package org.clinicalmlops.fhir;

import org.clinicalmlops.api.Digest;
import org.clinicalmlops.api.Risk;
import org.clinicalmlops.api.serve.Prediction;
import org.clinicalmlops.api.usecase.UseCase;
import org.hl7.fhir.r4.model.Device;
import org.hl7.fhir.r4.model.Identifier;

/** Who performs: one Device for a version of a model, another for the score that answers in its place. Nothing here is a patient's. */
final class Devices {
    private Devices() {}

    static Device model(Settings settings, Digest model) {
        Device device = common(
                settings, settings.names().version(model), settings.useCase().name());
        device.addVersion().setType(Concepts.text("SHA-256 of the model")).setValue(model.hex());
        return device;
    }

    /** The score that a plan falls back on; the version is the one whose plan it is part of. */
    static Device fallback(Settings settings, Digest model, Prediction.ByFallback fallback) {
        Device device = common(settings, settings.names().fallback(model, fallback), fallback.score());
        device.addVersion()
                .setType(Concepts.text("SHA-256 of the model in whose place it answers"))
                .setValue(model.hex());
        return device;
    }

    private static Device common(Settings settings, Identifier identifier, String name) {
        UseCase<Risk> useCase = settings.useCase();
        Device device = new Device()
                .setStatus(Device.FHIRDeviceStatus.ACTIVE)
                .setType(settings.deviceType().copy());
        device.addIdentifier(identifier);
        device.addDeviceName().setName(name).setType(Device.DeviceNameType.USERFRIENDLYNAME);
        settings.owner().ifPresent(owner -> device.setOwner(References.copy(owner)));
        device.addNote().setText("Intended use: " + useCase.intendedUse());
        device.addNote().setText("Population: " + useCase.population());
        return device;
    }
}
