package dev.attractor.testkit.llm;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the worktree that the prompt names where an answer only knows a path inside it.
 *
 * @since 0.1
 */
final class InTheWorktree implements ResponseTransformerV2 {
  static final String MARK = "@WORKTREE@";
  private static final Pattern WORKTREE =
      Pattern.compile("Work in (\\S+)\\. Change nothing outside");

  @Override
  public String getName() {
    return "in-the-worktree";
  }

  @Override
  public Response transform(Response response, ServeEvent event) {
    String body = response.getBodyAsString();
    Matcher named = WORKTREE.matcher(event.getRequest().getBodyAsString());
    return body != null && body.contains(MARK) && named.find()
        ? Response.Builder.like(response).but().body(body.replace(MARK, named.group(1))).build()
        : response;
  }
}
