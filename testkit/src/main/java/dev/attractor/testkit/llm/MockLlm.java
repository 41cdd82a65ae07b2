package dev.attractor.testkit.llm;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server on the loopback address that answers like the APIs of three models: Anthropic Messages,
 * OpenAI Responses and Gemini, streaming. Agents are pointed to it by their base URLs.
 *
 * @since 0.1
 */
public final class MockLlm implements AutoCloseable {
  /** How the model answers, whichever API is asked. */
  public sealed interface Answer {}

  /** It says something and is done. */
  public record Says(String text) implements Answer {}

  /**
   * It has the agent's own tools do something, one after the other, then says something and is
   * done.
   */
  public record Works(List<Step> steps, String text) implements Answer {
    public Works {
      steps = List.copyOf(steps);
    }

    /** Returns an answer of one step. */
    public static Works of(Step step, String text) {
      return new Works(List.of(step), text);
    }
  }

  /** The API answers with an error. */
  public record Fails(int status) implements Answer {}

  /** The stream ends in the middle of an answer. */
  public record BreaksOff() implements Answer {}

  /** The API takes the request and never answers. */
  public record IsSilent() implements Answer {}

  /** One thing that a tool of the agent does. */
  public sealed interface Step {}

  /**
   * A file is written.
   *
   * @param file the content goes there, whatever was there before; a relative one is seen from the
   *     worktree that the prompt names
   */
  public record Writes(Path file, String content) implements Step {}

  /**
   * A command is run, in the worktree.
   *
   * @param command for a shell
   */
  public record Runs(String command) implements Step {}

  /**
   * The stage's status file is written.
   *
   * @param status its content, JSON
   */
  public record Reports(String status) implements Step {}

  /**
   * Which requests a line is for: those that all of it fits.
   *
   * @param words words that stand anywhere in the request, also among the agent's own instructions;
   *     may be empty
   * @param stage the id of the stage that the engine's prompt names, {@code *} for any text in it;
   *     empty for every stage, and for requests without one
   * @param visit of the stage; 0 for each
   * @param attempt of the stage; 0 for each
   * @param prompt words of the stage's own prompt; may be empty
   */
  public record When(String words, String stage, int visit, int attempt, String prompt) {
    /** Every request. */
    public static final When ALWAYS = new When("", "", 0, 0, "");

    /** Returns those of a stage. */
    public static When stage(String id) {
      return new When("", id, 0, 0, "");
    }
  }

  /**
   * One line of what the model is to answer.
   *
   * @param times how often it is given; 0 for always
   */
  public record Line(When when, int times, Answer answer) {}

  /** Whoever is never answered holds one. */
  private static final int THREADS = 200;

  private final WireMockServer server;
  private final Played played;

  private MockLlm(WireMockServer server, Played played) {
    this.server = server;
    this.played = played;
  }

  /** Starts a server on a free port. */
  public static MockLlm start() {
    return start(0);
  }

  /**
   * Starts a server on this port; 0 for a free one.
   *
   * @throws UncheckedIOException when the port cannot be had
   */
  public static MockLlm start(int port) {
    return start(port, _ -> {});
  }

  /**
   * Starts a server on this port that tells what it does; 0 for a free one.
   *
   * @param told hears a line for each answer: which stage has asked, and what it got
   * @throws UncheckedIOException when the port cannot be had
   */
  public static MockLlm start(int port, Consumer<String> told) {
    Played played = new Played(told);
    WireMockConfiguration options =
        wireMockConfig().bindAddress("127.0.0.1").containerThreads(THREADS).extensions(played);
    WireMockServer server =
        new WireMockServer(port == 0 ? options.dynamicPort() : options.port(port));
    try {
      server.start();
    } catch (FatalStartupException e) {
      throw new UncheckedIOException(reason(e), new IOException(e));
    }
    return new MockLlm(server, played);
  }

  /** What the server wraps, and how often, is its own affair. */
  private static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  /** Returns the base URL, without a path. */
  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Answers like this from now on. */
  public void answers(Answer answer) {
    answers(List.of(new Line(When.ALWAYS, 0, answer)));
  }

  /** Answers from now on with the first line that is for the request and not used up. */
  public void answers(List<Line> lines) {
    server.resetAll();
    played.play(lines);
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
  }

  /** Returns the bodies of the requests for an answer since {@link #answers} was called. */
  public List<String> requests() {
    return Api.ALL.stream()
        .flatMap(api -> server.findAll(postRequestedFor(urlPathMatching(api.path()))).stream())
        .map(LoggedRequest::getBodyAsString)
        .toList();
  }

  @Override
  public void close() {
    server.stop();
  }
}
