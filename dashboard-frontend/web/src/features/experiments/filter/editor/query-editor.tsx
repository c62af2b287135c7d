import { useRef } from "react";
import { attachEditor } from "./attach";
import { useAttached } from "@/hooks/use-attached";
import type { EditorProps } from "./props";

/** The text of the query with colours, completion and marks; a chunk of its own. */
export function QueryEditor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  useAttached(place, attachEditor, props);
  return <div ref={place} className="flex min-w-0 flex-1" />;
}
