package dev.attractor.domain.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The forms in which programs write a value: as it is, escaped for JSON (up to four times), for
 * URLs (and again), HTML and a shell's quotes, and in base64 wherever it begins there. Line breaks
 * are left out of all forms: whoever looks for them skips those of the text.
 */
final class SecretForms {
  /** A line of a value of several lines is a form of its own when it has so many signs. */
  private static final int SHORTEST_LINE = 12;

  /** Of base64, what is shorter than this is found in texts that know nothing of the value. */
  private static final int SHORTEST_BASE64 = 7;

  /** What programs leave as it is in a URL, according to which part of one they mean. */
  private static final List<String> KEPT_IN_URLS =
      List.of(
          "-._~", // RFC 3986, unreserved
          "-._~/", // Python's quote
          "-._*", // HTML forms
          "-._~!'()*", // encodeURIComponent
          "-._~!$&'()*+,;=", // RFC 3986, a user
          "-._~!$&'()*+,;=:@", // a part of a path
          "-._~!$&'()*+,;=:@/", // a path
          "-._~!$&'()*+,;=:@/?", // a query
          "-._~!'()*;/?:@&=+$,#"); // encodeURI

  private SecretForms() {}

  static Set<String> of(String value) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    value
        .lines()
        .map(String::strip)
        .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
        .forEach(forms::add);
    String json = json(value);
    for (String escaped : List.of(json, json.replace("/", "\\/"), ascii(json), html(json))) {
      forms.add(escaped);
      forms.add(json(escaped));
      forms.add(json(json(escaped)));
      forms.add(json(json(json(escaped))));
    }
    forms.addAll(shell(value));
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (String kept : KEPT_IN_URLS) {
      String encoded = url(bytes, kept);
      for (String form : List.of(encoded, lower(encoded), encoded.replace("%20", "+"))) {
        forms.add(form);
        forms.add(form.replace("%", "%25"));
      }
    }
    for (String quoted : quoted(value)) {
      forms.add(quoted);
      forms.add(json(quoted));
    }
    for (int before = 0; before < 3; before++) {
      String base64 = base64(bytes, before);
      forms.add(base64);
      forms.add(base64.replace('+', '-').replace('/', '_'));
    }
    for (int width : new int[] {64, 76}) { // the lines in which programs break base64
      forms.addAll(pieces(base64(bytes, 0), width));
    }
    return forms.stream()
        .map(form -> form.replace("\n", "").replace("\r", ""))
        .filter(form -> form.length() >= Redactor.SHORTEST_SECRET)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static List<String> pieces(String text, int width) {
    return IntStream.iterate(0, at -> at + width < text.length(), at -> at + width)
        .mapToObj(at -> text.substring(at, at + width))
        .toList();
  }

  /** As shells write words that they are to read again, within the quotes around them. */
  private static List<String> shell(String value) {
    String doubled = value.replace("\\", "\\\\");
    return List.of(
        value.replace("'", "'\\''"),
        value.replace("'", "'\"'\"'"),
        doubled.replace("'", "\\'"), // $'…'
        doubled.replaceAll("[\"$`]", "\\\\$0"), // "…"
        value.replaceAll("[^A-Za-z0-9_@%+=:,./-]", "\\\\$0")); // of printf %q
  }

  private static String json(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> out.append(c < ' ' ? "\\u%04x".formatted((int) c) : Character.toString(c));
      }
    }
    return out.toString();
  }

  /** As programs do that write no sign beyond ASCII. */
  private static String ascii(String json) {
    return json.chars()
        .mapToObj(c -> c < 127 ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }

  /** As programs do whose JSON may stand in HTML. */
  private static String html(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  /** As programs do that write HTML, XML or for a shell. */
  private static List<String> quoted(String value) {
    String markup = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    List<String> forms = new ArrayList<>();
    for (String quote : List.of("&quot;", "&#34;")) {
      for (String apostrophe : List.of("'", "&#39;", "&#x27;", "&apos;")) {
        forms.add(markup.replace("\"", quote).replace("'", apostrophe));
      }
    }
    forms.add(value.replace("'", "'\\''"));
    return forms;
  }

  private static String url(byte[] bytes, String kept) {
    StringBuilder out = new StringBuilder();
    for (byte b : bytes) {
      char c = (char) (b & 0xff);
      boolean plain = c < 128 && (Alphabet.ALPHANUMERIC.has(c) || kept.indexOf(c) >= 0);
      out.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  private static String lower(String encoded) {
    StringBuilder out = new StringBuilder(encoded);
    for (int i = 0; i + 2 < out.length(); i++) {
      if (out.charAt(i) == '%') {
        out.replace(i, i + 3, out.substring(i, i + 3).toLowerCase(Locale.ROOT));
      }
    }
    return out.toString();
  }

  /** What is the same in base64 whatever stands around, when so many bytes stand before. */
  private static String base64(byte[] bytes, int before) {
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String text = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    int end = (shifted.length * 8) / 6;
    String sure = text.substring(Math.min(first, end), end);
    return sure.length() < SHORTEST_BASE64 ? "" : sure;
  }
}
