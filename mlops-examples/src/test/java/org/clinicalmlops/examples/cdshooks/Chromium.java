package org.clinicalmlops.examples.cdshooks;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A page in a browser without a window, told what to do by its DevTools protocol. Where there is none, the test is skipped. */
final class Chromium implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String title;
    private final Path profile;
    private final Process process;

    /** @param title by which the page is known to be there: its address is told before it has been loaded */
    Chromium(String page, String title) throws IOException {
        this.title = title;
        profile = Files.createTempDirectory(
                Path.of("target"), "chromium"); // it writes there while it ends: cleaned with target
        process = start("chromium", "--headless=new", "--no-sandbox", "--remote-debugging-port=0", page);
    }

    private Process start(String... command) throws IOException {
        ProcessBuilder browser = new ProcessBuilder(command);
        browser.command().add("--user-data-dir=" + profile.toAbsolutePath());
        browser.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return browser.start();
        } catch (IOException e) {
            return abort("no chromium on this machine: " + e.getMessage());
        }
    }

    /** @return the text that the script's promise comes to, or what went wrong */
    String run(String script) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        WebSocket socket =
                HTTP.newWebSocketBuilder().buildAsync(tab(), new Answer(answer)).get(30, TimeUnit.SECONDS);
        var call = JSON.createObjectNode().put("id", 1).put("method", "Runtime.evaluate");
        call.putObject("params").put("expression", script).put("awaitPromise", true);
        socket.sendText(call.toString(), true).get(30, TimeUnit.SECONDS);
        JsonNode told = JSON.readTree(answer.get(60, TimeUnit.SECONDS));
        socket.abort();
        return told.at("/result/result/value").asText(told.toString());
    }

    private URI tab() throws IOException, InterruptedException {
        Path port = profile.resolve("DevToolsActivePort");
        while (process.isAlive() && (Files.notExists(port) || Files.size(port) == 0)) {
            Thread.sleep(50);
        }
        if (!process.isAlive()) {
            return abort("chromium does not start on this machine: it ended with " + process.exitValue());
        }
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        while (true) {
            HttpRequest asking = HttpRequest.newBuilder(list).build();
            String tabs =
                    HTTP.send(asking, HttpResponse.BodyHandlers.ofString()).body();
            for (JsonNode tab : JSON.readTree(tabs)) {
                if (tab.path("title").asText().equals(title)) {
                    return URI.create(tab.path("webSocketDebuggerUrl").asText());
                }
            }
            Thread.sleep(50);
        }
    }

    /** The first message, which comes in parts. */
    private record Answer(CompletableFuture<String> whole, StringBuilder parts) implements WebSocket.Listener {
        Answer(CompletableFuture<String> whole) {
            this(whole, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            if (parts.append(part).length() > 0 && last) {
                whole.complete(parts.toString());
            }
            return WebSocket.Listener.super.onText(from, part, last);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
