import { TextCursorInput, Rows2 } from "lucide-react";
import { Hint } from "@/components/hint";
import { Button } from "@/components/ui/button";
import type { Face } from "@/hooks/use-face";

/** From text to tokens and back; the query stays the same. */
export function FaceSwitch({ face, turn }: { face: Face; turn: () => void }) {
  const label = face === "text" ? "Show as tokens" : "Show as text";
  return (
    <Hint text={label}>
      <Button variant="ghost" size="icon-sm" aria-label={label} className="mt-px" onClick={turn}>
        {face === "text" ? <Rows2 aria-hidden /> : <TextCursorInput aria-hidden />}
      </Button>
    </Hint>
  );
}
