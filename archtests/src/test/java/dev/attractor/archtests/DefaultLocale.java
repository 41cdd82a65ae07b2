package dev.attractor.archtests;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Locale;
import java.util.Set;

/**
 * Calls whose result is another where people write numbers with digits of their own, or letters
 * with other rules. {@code formatted} and what prints are left out: the one cannot be told a
 * locale, and the program sets that of the Java machine before anything else.
 */
final class DefaultLocale extends ArchCondition<JavaClass> {
  private static final Set<String> TEXT = Set.of("toLowerCase", "toUpperCase", "format");

  DefaultLocale() {
    super("use the locale of the machine");
  }

  @Override
  public void check(JavaClass item, ConditionEvents events) {
    for (JavaCall<?> call : item.getCodeUnitCallsFromSelf()) {
      if (isOpen(call) && !isTold(call)) {
        events.add(SimpleConditionEvent.satisfied(call, call.getDescription()));
      }
    }
  }

  private static boolean isOpen(JavaCall<?> call) {
    String owner = call.getTargetOwner().getName();
    String name = call.getTarget().getName();
    return (owner.equals("java.lang.String") && TEXT.contains(name))
        || (owner.startsWith("java.text.")
            && owner.endsWith("Format")
            && (name.equals("<init>") || name.startsWith("get")));
  }

  private static boolean isTold(JavaCall<?> call) {
    return call.getTarget().getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Locale.class));
  }
}
