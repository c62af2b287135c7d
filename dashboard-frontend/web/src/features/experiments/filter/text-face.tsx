import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { EXAMPLE, LABEL, TEXT_FIELD } from "./editor/props";
import { queries } from "@/hooks/queries";
import type { Suggesting, TextFieldProps } from "./editor/props";

const QueryEditor = lazy(() =>
  import("./editor/query-editor").then(({ QueryEditor: component }) => ({ default: component })),
);

/** The query as text: a plain field until the editor is there, which takes over text and cursor. */
export function TextFace(props: TextFieldProps) {
  const cache = useQueryClient();
  const [focused, setFocused] = useState(false);
  const suggest = (text: string, position: number): Suggesting => {
    const options = queries.suggest(text, position);
    return {
      answer: cache.query(options).catch(() => null),
      abort: () => void cache.cancelQueries(options),
    };
  };
  return (
    <Suspense fallback={<PlainField {...props} focus={setFocused} />}>
      <QueryEditor {...props} suggest={suggest} focused={focused} />
    </Suspense>
  );
}

function PlainField({
  text,
  change,
  apply,
  leave,
  wrong,
  describedBy,
  focus,
}: TextFieldProps & { readonly focus: (now: boolean) => void }) {
  return (
    <input
      {...{ [TEXT_FIELD]: "" }}
      type="text"
      aria-label={LABEL}
      aria-invalid={wrong !== null}
      aria-describedby={describedBy}
      placeholder={EXAMPLE}
      spellCheck={false}
      autoComplete="off"
      value={text}
      onChange={(event) => change(event.target.value)}
      onFocus={() => focus(true)}
      onBlur={() => {
        focus(false);
        apply();
      }}
      onKeyDown={({ key, ctrlKey, metaKey, currentTarget }) => {
        if (key === "Enter" && (ctrlKey || metaKey)) {
          apply();
        } else if (key === "Enter") {
          currentTarget.blur();
        } else if (key === "Escape") {
          leave();
          currentTarget.blur();
        }
      }}
      className="h-[26px] min-w-0 flex-1 bg-transparent font-mono text-sm outline-none placeholder:text-faint-foreground"
    />
  );
}
